package io.quorate.lab.winrm;

import io.quorate.winrm.psrp.Clixml;
import io.quorate.winrm.psrp.ClixmlLimits;
import io.quorate.winrm.psrp.PsBytes;
import io.quorate.winrm.psrp.PsNil;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.psrp.PsrpDestination;
import io.quorate.winrm.psrp.PsrpMessage;
import io.quorate.winrm.psrp.PsrpMessageType;
import io.quorate.winrm.psrp.SecureCodec;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Reads and makes the bodies of messages. */
final class Messages {
    private Messages() {}

    static PsValue value(PsrpMessage message) {
        return value(message, SecureCodec.none());
    }

    static PsValue value(PsrpMessage message, SecureCodec secure) {
        byte[] body = message.body().toByteArray();
        return body.length == 0 ? PsNil.NIL : Clixml.read(body, ClixmlLimits.DEFAULT, secure);
    }

    static PsrpMessage toClient(PsrpMessageType type, UUID pool, UUID pipeline, PsValue value) {
        return toClient(type, pool, pipeline, value, SecureCodec.none());
    }

    static PsrpMessage toClient(PsrpMessageType type, UUID pool, UUID pipeline, PsValue value, SecureCodec secure) {
        byte[] body = value.isNil() ? new byte[0] : Clixml.write(value, secure).getBytes(StandardCharsets.UTF_8);
        return new PsrpMessage(PsrpDestination.CLIENT, type, pool, pipeline, new PsBytes(body));
    }
}
