package io.quorate.call;

import io.quorate.Secret;
import io.quorate.spi.Command;
import io.quorate.tree.At;
import io.quorate.tree.Paper;
import io.quorate.tree.RecordWriter;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * What a command holds, component by component, as a tree of maps, lists, texts, numbers and truth values. A record of one component stands
 * for that component; a secret shows as {@code <hidden>}, bytes as their SHA-256; what is absent is left out.
 */
final class Arguments {
    private static final RecordWriter WRITER = new RecordWriter(new Audited());

    private Arguments() {}

    /** Returns the arguments of a command, in the order of its components. */
    static Map<String, Object> of(Command<?> command) {
        return command instanceof Record record ? WRITER.write(record, At.start(command.name())) : Map.of();
    }

    /** What may be kept for good. */
    private static final class Audited implements Paper {
        @Override
        public Object secret(Secret secret, At at) {
            return secret.toString();
        }

        @Override
        public Object bytes(byte[] bytes) {
            try {
                return "sha256:"
                        + HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has SHA-256", e);
            }
        }

        @Override
        public Object other(Object value, At at) {
            return value.toString();
        }
    }
}
