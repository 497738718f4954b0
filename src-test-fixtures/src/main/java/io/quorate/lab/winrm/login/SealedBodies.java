package io.quorate.lab.winrm.login;

import io.quorate.lab.http.HttpAnswer;
import io.quorate.lab.http.HttpHeaders;
import io.quorate.winrm.token.SealedBody;
import io.quorate.winrm.token.TokenException;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Opens the sealed bodies of requests and seals those of answers, faults included. */
final class SealedBodies {
    private SealedBodies() {}

    /**
     * Opens all parts, in their order.
     *
     * @throws GeneralSecurityException if it is no sealed body of this log-in's protocol, a seal is broken, or a length is not what was sealed
     */
    static byte[] open(String type, byte[] body, ServerLogin login) throws GeneralSecurityException {
        SealedBody sealed = SealedBody.parse(type, body);
        if (!sealed.protocol().equalsIgnoreCase(login.protocol())) {
            throw new TokenException("sealed by " + sealed.protocol() + " instead of " + login.protocol());
        }
        ByteArrayOutputStream plain = new ByteArrayOutputStream(body.length);
        for (SealedBody.Part part : sealed.parts()) {
            byte[] opened = login.open(new SealedPart(part.token(), part.data()));
            if (opened.length != part.length()) {
                throw new TokenException("a sealed part tells another length than it has");
            }
            plain.writeBytes(opened);
        }
        return plain.toByteArray();
    }

    /** Seals an answer, whatever its status. */
    static HttpAnswer.Reply seal(HttpAnswer.Reply reply, ServerLogin login) {
        byte[] plain = reply.body();
        String type = String.valueOf(reply.headers().first("Content-Type"));
        List<SealedBody.Part> parts = new ArrayList<>();
        for (int at = 0; at < plain.length; ) {
            int end = (int) Math.min(plain.length, (long) at + login.mostAPart());
            SealedPart sealed = login.seal(Arrays.copyOfRange(plain, at, end));
            parts.add(new SealedBody.Part(type, end - at, sealed.header(), sealed.data()));
            at = end;
        }
        SealedBody body = new SealedBody(login.protocol(), parts);
        return new HttpAnswer.Reply(
                reply.status(),
                new HttpHeaders().add("Content-Type", body.contentType()),
                body.encode(),
                reply.close());
    }
}
