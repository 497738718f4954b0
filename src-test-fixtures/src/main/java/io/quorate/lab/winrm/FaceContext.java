package io.quorate.lab.winrm;

import io.quorate.lab.Traffic;
import io.quorate.lab.http.HttpAnswer;
import io.quorate.winrm.psrp.PsrpVersion;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the parts of a face share, and the answers they make of it.
 *
 * @param host the simulated host's name
 * @param ids makes message and shell ids; from the lab's seed
 */
record FaceContext(
        String host, OsVersion os, WinRmSettings settings, FaceTime time, Traffic traffic, Supplier<UUID> ids) {
    static final String SOAP_TYPE = "application/soap+xml;charset=UTF-8";

    /** Returns the newest remoting protocol it speaks: what the settings say, else the release's own. */
    PsrpVersion protocol() {
        String set = settings.protocol();
        return PsrpVersion.parse(set == null ? os.protocol() : set);
    }

    int envelopeBytes() {
        return os.envelopeKb() * 1024;
    }

    /** Returns the id that the client chose; where it chose none, or the release does not let it, a new one. */
    String idOr(@Nullable String asked) throws WsmanFault {
        return asked == null || os == OsVersion.WS2008R2 ? Envelope.upper(ids.get()) : Fields.id(asked);
    }

    Outcome answer(WsmanRequest request, String body) {
        byte[] envelope = Envelope.answer(
                request.verb(), request.action(), ids.get(), request.messageId(), settings.locale(), body);
        return new Outcome(HttpAnswer.of(200, SOAP_TYPE, envelope), null);
    }

    HttpAnswer fault(WsmanFault fault, @Nullable String relatesTo) {
        if (fault.isBadRequest()) {
            return HttpAnswer.empty(400);
        }
        return HttpAnswer.of(500, SOAP_TYPE, Envelope.fault(fault, ids.get(), relatesTo, settings.locale(), host));
    }
}
