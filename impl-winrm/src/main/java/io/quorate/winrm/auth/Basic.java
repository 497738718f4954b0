package io.quorate.winrm.auth;

import io.quorate.Credentials;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.net.Logins;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Name and password with every request, at once and over TLS only (RFC 7617). Windows takes local accounts only this way. */
public final class Basic implements LoginScheme {
    private static final String WHY = "Basic sends the password with every request";

    private final Credentials.Basic credentials;

    public Basic(Credentials.Basic credentials) {
        this.credentials = Objects.requireNonNull(credentials, "credentials");
    }

    @Override
    public boolean perConnection() {
        return false;
    }

    @Override
    public @Nullable String refuses(String host, boolean secure) {
        return secure ? null : WHY + ": the address of " + host + " must be an https address";
    }

    @Override
    public Login begin(Peer peer) {
        if (!peer.secure()) {
            throw Fault.neverSent(ErrorKind.UNTRUSTED)
                    .because(WHY + ", and " + peer.host() + " is not reached over TLS");
        }
        return new PlainLogin("Basic " + token());
    }

    @Override
    public boolean judged(List<Challenge> offered) {
        return offered.stream().anyMatch(challenge -> challenge.of("Basic"));
    }

    @Override
    public String hint(List<Challenge> offered) {
        return judged(offered)
                ? "check user name and password; Basic logs in local accounts only"
                : "Basic is switched off there: winrm set winrm/config/service/auth @{Basic=\"true\"}";
    }

    private String token() {
        char[] secret = Logins.reveal(credentials.password());
        CharBuffer both = CharBuffer.allocate(credentials.username().length() + 1 + secret.length);
        both.put(credentials.username()).put(':').put(secret).flip();
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(both);
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        try {
            return Base64.getEncoder().encodeToString(bytes);
        } finally {
            Arrays.fill(secret, '\0');
            Arrays.fill(both.array(), '\0');
            Arrays.fill(encoded.array(), (byte) 0);
            Arrays.fill(bytes, (byte) 0);
        }
    }

    @Override
    public String toString() {
        return "Basic[hidden]";
    }
}
