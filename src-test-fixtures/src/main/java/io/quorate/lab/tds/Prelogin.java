package io.quorate.lab.tds;

import java.util.ArrayList;
import java.util.List;

/**
 * What a client says before it logs in ([MS-TDS] 2.2.6.5).
 *
 * @param encryption {@link #OFF}, {@link #ON}, {@link #NOT_SUPPORTED} or {@link #REQUIRED}
 * @param federated whether it asks whether a federated log-in is required
 */
record Prelogin(int encryption, boolean federated) {
    static final int OFF = 0;
    static final int ON = 1;
    static final int NOT_SUPPORTED = 2;
    static final int REQUIRED = 3;

    private static final int VERSION = 0;
    private static final int ENCRYPTION = 1;
    private static final int INSTANCE = 2;
    private static final int THREAD = 3;
    private static final int MARS = 4;
    private static final int FEDERATED = 6;
    private static final int END = 0xFF;
    private static final int MOST_OPTIONS = 32;
    private static final int OPTION = 5;

    static Prelogin read(byte[] data) throws TdsProtocolException {
        Bytes bytes = new Bytes(data);
        int encryption = -1;
        boolean federated = false;
        boolean version = false;
        for (int i = 0; ; i++) {
            int option = bytes.u8();
            if (option == END) {
                break;
            }
            if (i == MOST_OPTIONS) {
                throw new TdsProtocolException("too many options before the log-in");
            }
            Bytes value = bytes.part(bytes.u16be(), bytes.u16be());
            if (option == VERSION) {
                version = value.left() >= 6;
            } else if (option == ENCRYPTION) {
                encryption = value.u8() & 0x03;
            } else if (option == FEDERATED) {
                federated = value.left() == 1 && value.u8() == 1;
            }
        }
        if (!version || encryption < 0) {
            throw new TdsProtocolException("no version or no word of encryption before the log-in");
        }
        return new Prelogin(encryption, federated);
    }

    /** Returns what is agreed on, as the server says it. */
    int agreed(TdsEncryption server) {
        boolean wants = encryption == ON || encryption == REQUIRED;
        return switch (server) {
            case NOT_SUPPORTED -> NOT_SUPPORTED;
            case REQUIRED -> wants ? ON : REQUIRED;
            case OFFERED -> wants ? ON : encryption;
        };
    }

    /** Returns the server's words. */
    Tokens answer(int agreed, ProductVersion product) {
        List<Integer> options = new ArrayList<>(List.of(VERSION, ENCRYPTION, INSTANCE, THREAD, MARS));
        List<byte[]> values = new ArrayList<>(List.of(
                new byte[] {
                    (byte) product.major(),
                    (byte) product.minor(),
                    (byte) (product.build() >> 8),
                    (byte) product.build(),
                    0,
                    0
                },
                new byte[] {(byte) agreed},
                new byte[] {0},
                new byte[0],
                new byte[] {0}));
        if (federated) {
            options.add(FEDERATED);
            values.add(new byte[] {0});
        }
        Tokens tokens = new Tokens(1024);
        int at = options.size() * OPTION + 1;
        for (int i = 0; i < options.size(); i++) {
            tokens.u8(options.get(i));
            tokens.u8(at >> 8);
            tokens.u8(at);
            tokens.u16(values.get(i).length << 8);
            at += values.get(i).length;
        }
        tokens.u8(END);
        values.forEach(tokens::bytes);
        return tokens;
    }
}
