package io.quorate.lab.winrm;

import io.quorate.winrm.psrp.Clixml;
import io.quorate.winrm.psrp.ClixmlLimits;
import io.quorate.winrm.psrp.PsBytes;
import io.quorate.winrm.psrp.PsNil;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.psrp.PsrpDestination;
import io.quorate.winrm.psrp.PsrpMessage;
import io.quorate.winrm.psrp.PsrpMessageType;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Reads and makes the bodies of messages. */
final class Messages {
    private Messages() {}

    static PsValue value(PsrpMessage message) {
        byte[] body = message.body().toByteArray();
        return body.length == 0 ? PsNil.NIL : Clixml.read(body, ClixmlLimits.DEFAULT);
    }

    static PsrpMessage toClient(PsrpMessageType type, UUID pool, UUID pipeline, PsValue value) {
        byte[] body = value.isNil() ? new byte[0] : Clixml.write(value).getBytes(StandardCharsets.UTF_8);
        return new PsrpMessage(PsrpDestination.CLIENT, type, pool, pipeline, new PsBytes(body));
    }
}
