package io.quorate.lab.tds;

import java.util.regex.Pattern;

/**
 * A request of the transaction manager's kind ([MS-TDS] 2.2.6.9).
 *
 * @param statement the same in T-SQL
 * @param ends whether it ends the open transaction
 * @param begins whether it begins one, be it after ending one
 * @param rolledBack whether the one that ends is undone
 */
record TransactionRequest(String statement, boolean ends, boolean begins, boolean rolledBack) {
    private static final int BEGIN = 5;
    private static final int COMMIT = 7;
    private static final int ROLLBACK = 8;
    private static final int SAVE = 9;
    private static final String[] LEVELS = {
        "", "READ UNCOMMITTED", "READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE", "SNAPSHOT"
    };
    private static final Pattern NAME = Pattern.compile("[\\p{L}_@#][\\p{L}\\p{N}_@#$]{0,31}");

    /** A kind that the face knows of, or does not know, and does not carry out. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(int kind) {
            super("transaction manager request " + kind);
        }
    }

    static TransactionRequest read(byte[] data) throws TdsProtocolException, Refused {
        Bytes in = new Bytes(data);
        Headers.skip(in);
        int kind = in.u16();
        return switch (kind) {
            case BEGIN -> {
                String level = level(in.u8());
                yield new TransactionRequest(level + "BEGIN TRANSACTION" + name(in), false, true, false);
            }
            case COMMIT -> {
                String name = name(in);
                String next = next(in);
                yield new TransactionRequest("COMMIT TRANSACTION" + name + next, true, !next.isEmpty(), false);
            }
            case ROLLBACK -> {
                String name = name(in);
                String next = next(in);
                yield new TransactionRequest(
                        "ROLLBACK TRANSACTION" + name + next, name.isEmpty(), !next.isEmpty(), true);
            }
            case SAVE -> {
                String name = name(in);
                if (name.isEmpty()) {
                    throw new TdsProtocolException("a savepoint without a name");
                }
                yield new TransactionRequest("SAVE TRANSACTION" + name, false, false, false);
            }
            default -> throw new Refused(kind);
        };
    }

    private static String level(int level) throws TdsProtocolException {
        if (level >= LEVELS.length) {
            throw new TdsProtocolException("isolation level " + level);
        }
        return level == 0 ? "" : "SET TRANSACTION ISOLATION LEVEL " + LEVELS[level] + "; ";
    }

    private static String name(Bytes in) throws TdsProtocolException {
        int length = in.u8();
        if (length % 2 != 0) {
            throw new TdsProtocolException("half a character in a transaction's name");
        }
        String name = in.text(length / 2);
        if (name.isEmpty()) {
            return "";
        }
        return NAME.matcher(name).matches() ? " " + name : " [" + name.replace("]", "]]") + "]";
    }

    private static String next(Bytes in) throws TdsProtocolException {
        if (!in.more() || (in.u8() & 1) == 0) {
            return "";
        }
        String level = level(in.u8());
        return "; " + level + "BEGIN TRANSACTION" + name(in);
    }
}
