package io.quorate.mssql;

import io.quorate.Secret;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.Step;
import io.quorate.spi.net.Logins;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** One T-SQL statement, as it goes out. Prints no secret. Immutable. */
final class SqlStep implements Step {
    private static final String HIDDEN = "<hidden>";

    /** Texts that go out as they are, {@link Secret}s and {@link Hash}es. */
    private final List<Object> parts;

    private SqlStep(List<Object> parts) {
        this.parts = List.copyOf(parts);
    }

    /** A secret that is the digits of a binary constant: a hash. */
    private record Hash(Secret secret) {
        @Override
        public String toString() {
            return HIDDEN;
        }
    }

    static SqlStep of(String sql) {
        return new SqlStep(List.of(sql));
    }

    /** Adds text. */
    SqlStep and(String sql) {
        return with(sql);
    }

    /** Adds a secret as a literal. */
    SqlStep and(Secret secret) {
        return with(secret);
    }

    /** Adds a secret as a binary constant: it is hexadecimal digits. */
    SqlStep andHash(Secret secret) {
        return with(new Hash(secret));
    }

    private SqlStep with(Object part) {
        List<Object> all = new ArrayList<>(parts);
        all.add(part);
        return new SqlStep(all);
    }

    /**
     * Renders what is sent.
     *
     * @throws io.quorate.spi.Fault that says that nothing was sent, if a secret has no value any more
     */
    String sent() {
        StringBuilder text = new StringBuilder();
        for (Object part : parts) {
            if (part instanceof Secret secret) {
                char[] chars = Logins.reveal(secret);
                try {
                    text.append(Sql.secret(chars));
                } finally {
                    Arrays.fill(chars, '\0');
                }
            } else if (part instanceof Hash hash) {
                text.append(digits(hash.secret()));
            } else {
                text.append(part);
            }
        }
        return text.toString();
    }

    private static String digits(Secret secret) {
        char[] chars = Logins.reveal(secret);
        try {
            int start = chars.length > 1 && chars[0] == '0' && (chars[1] == 'x' || chars[1] == 'X') ? 2 : 0;
            boolean fit = chars.length > start && (chars.length - start) % 2 == 0;
            for (int i = start; i < chars.length; i++) {
                fit &= Character.digit(chars[i], 16) >= 0 && chars[i] < 128;
            }
            if (!fit) {
                throw Fault.neverSent(ErrorKind.REJECTED)
                        .hint("take it as it is: LOGINPROPERTY(name, 'PasswordHash'), or sys.sql_logins")
                        .because("the hash of a password is hexadecimal digits, which this is not; nothing was sent");
            }
            return "0x" + new String(chars, start, chars.length - start);
        } finally {
            Arrays.fill(chars, '\0');
        }
    }

    @Override
    public String text() {
        StringBuilder text = new StringBuilder();
        parts.forEach(part -> text.append(part instanceof Secret ? "N'" + HIDDEN + "'" : part));
        return text.toString();
    }

    @Override
    public String toString() {
        return text();
    }

    /** Returns what takes this statement's secrets out of a text that the server, or the driver, said of it. */
    UnaryOperator<String> cleaner() {
        return said -> {
            String clean = said;
            for (Object part : parts) {
                Secret secret = part instanceof Hash hash ? hash.secret() : part instanceof Secret own ? own : null;
                if (secret != null && secret.usable()) {
                    clean = without(secret, clean);
                }
            }
            return clean;
        };
    }

    private static String without(Secret secret, String text) {
        char[] chars = Logins.reveal(secret);
        try {
            if (chars.length == 0) {
                return text;
            }
            String value = new String(chars);
            return text.replace(value, HIDDEN).replace(value.replace("'", "''"), HIDDEN);
        } finally {
            Arrays.fill(chars, '\0');
        }
    }
}
