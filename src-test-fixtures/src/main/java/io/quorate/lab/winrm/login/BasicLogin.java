package io.quorate.lab.winrm.login;

import io.quorate.lab.model.Account;
import io.quorate.lab.model.Accounts;
import io.quorate.lab.model.Accounts.Verdict;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** HTTP Basic ([RFC 7617]) against a host's local accounts: {@code user}, {@code .\\user} or {@code HOST\\user}, never a domain's. */
final class BasicLogin {
    private final String host;
    private final Accounts accounts;

    BasicLogin(String host, Accounts accounts) {
        this.host = host;
        this.accounts = accounts;
    }

    /** Returns who it is, or null if the credentials are malformed or wrong. */
    @Nullable
    Visitor visitor(String credentials) {
        byte[] pair;
        try {
            pair = Base64.getDecoder().decode(credentials);
        } catch (IllegalArgumentException e) {
            return null;
        }
        int colon = 0;
        while (colon < pair.length && pair[colon] != ':') {
            colon++;
        }
        if (colon == pair.length) {
            return null;
        }
        byte[] password = Arrays.copyOfRange(pair, colon + 1, pair.length);
        try {
            Optional<Accounts.Known> known = accounts.find(host, new String(pair, 0, colon, StandardCharsets.UTF_8))
                    .filter(Accounts.Known::local);
            boolean in = known.isPresent()
                    && accounts.tried(known.get(), has(known.get().account(), password)) == Verdict.WELCOME;
            return in ? new Visitor(known.get().visitor(), false) : null;
        } finally {
            Arrays.fill(pair, (byte) 0);
            Arrays.fill(password, (byte) 0);
        }
    }

    /** Tells whether UTF-8 bytes are the password; takes as long for a wrong one as for the right one. */
    private static boolean has(Account account, byte[] given) {
        char[] chars = account.password().reveal();
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(chars));
        byte[] mine = Arrays.copyOf(encoded.array(), encoded.limit());
        Arrays.fill(chars, '\0');
        Arrays.fill(encoded.array(), (byte) 0);
        boolean same = MessageDigest.isEqual(mine, given);
        Arrays.fill(mine, (byte) 0);
        return same;
    }
}
