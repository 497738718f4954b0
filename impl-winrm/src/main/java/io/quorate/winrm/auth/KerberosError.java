package io.quorate.winrm.auth;

import io.quorate.winrm.token.Der;
import io.quorate.winrm.token.Spnego;
import io.quorate.winrm.token.TokenException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * What a host says instead of its proof: KRB-ERROR (RFC 4120, 5.9.1), bare or in the wrappers of GSS-API (RFC 4121, 4.1) and SPNEGO. Nothing
 * vouches for it, so it only helps to explain a refusal.
 *
 * @param time the host's clock; null if it cannot be read
 */
record KerberosError(int code, @Nullable Instant time) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMddHHmmss'Z'");
    private static final int GENERALIZED_TIME = 0x18;
    private static final int KRB_ERROR = 30;

    /** Reads a token; returns null if it holds no error. */
    static @Nullable KerberosError in(byte[] token) {
        try {
            return read(token);
        } catch (TokenException e) {
            return null;
        }
    }

    private static @Nullable KerberosError read(byte[] token) throws TokenException {
        byte[] inner = token;
        if (Spnego.looksLike(token)) {
            inner = Spnego.parse(token) instanceof Spnego.Resp resp ? resp.responseToken() : null;
        }
        if (inner == null) {
            return null;
        }
        if (new Der.Reader(inner).next(Der.application(0))) {
            byte[] content = new Der.Reader(inner).content(Der.application(0));
            int oid = content.length < 2 ? 0 : 2 + (content[1] & 0x7F);
            if (content.length < oid + 2 || content[oid] != 3 || content[oid + 1] != 0) {
                return null;
            }
            inner = java.util.Arrays.copyOfRange(content, oid + 2, content.length);
        }
        Der.Reader whole = new Der.Reader(inner);
        if (!whole.next(Der.application(KRB_ERROR))) {
            return null;
        }
        Der.Reader fields = whole.enter(Der.application(KRB_ERROR)).enter(Der.SEQUENCE);
        Instant time = null;
        while (fields.more()) {
            if (fields.next(Der.context(4))) {
                time = time(fields.only(4, GENERALIZED_TIME));
            } else if (fields.next(Der.context(6))) {
                long code = fields.enter(Der.context(6)).integer();
                return code > 0 && code < 1000 ? new KerberosError((int) code, time) : null;
            } else {
                fields.whole();
            }
        }
        return null;
    }

    private static @Nullable Instant time(byte[] text) {
        try {
            return LocalDateTime.parse(new String(text, StandardCharsets.US_ASCII), TIME)
                    .toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
