package io.quorate.lab.tds;

import io.quorate.lab.sql.SqlDoor;
import io.quorate.lab.sql.SqlEntry;
import io.quorate.lab.sql.SqlMessage;
import java.util.Set;
import java.util.TreeSet;

/** What the server says to a log-in. */
final class LoginReply {
    /** What the server grants, with what it says to it: recovery of sessions, UTF-8. */
    private static final Set<Integer> GRANTED = Set.of(0x01, 0x0A);

    private static final int UTF8 = 0x0A;
    private static final String FIRST_SIZE = "4096";

    private LoginReply() {}

    static Tokens refused(SqlMessage why, String server) {
        Tokens tokens = new Tokens(65_536);
        tokens.message(why, server);
        tokens.done(Tokens.DONE, Tokens.ERROR, 0, 0);
        return tokens;
    }

    /** Answers a Windows account that is not done with proving itself. */
    static Tokens goesOn(byte[] token) {
        Tokens tokens = new Tokens(131_072);
        tokens.sspi(token);
        return tokens;
    }

    static Tokens accepted(Login7 asked, SqlDoor door, String database) {
        Tokens tokens = begun(asked);
        tokens.change(Tokens.DATABASE, database, "master");
        tokens.message(new SqlMessage(5701, 0, 2, "Changed database context to '" + database + "'.", 1), door.server());
        tokens.change(Tokens.COLLATION, Tokens.LATIN1, new byte[0]);
        tokens.change(Tokens.LANGUAGE, "us_english", "");
        tokens.message(new SqlMessage(5703, 0, 1, "Changed language setting to us_english.", 1), door.server());
        acknowledge(tokens, asked, door);
        tokens.change(Tokens.PACKET_SIZE, Integer.toString(asked.packetSize()), FIRST_SIZE);
        features(tokens, asked);
        tokens.done(Tokens.DONE, 0, 0, 0);
        return tokens;
    }

    /** The server's proof comes with the acknowledgement ([MS-TDS] 2.2.6.8). */
    private static Tokens begun(Login7 asked) {
        Tokens tokens = new Tokens(131_072);
        if (asked.token().length > 0) {
            tokens.sspi(asked.token());
        }
        return tokens;
    }

    static Tokens routed(Login7 asked, SqlDoor door, SqlEntry.Routed to) {
        Tokens tokens = begun(asked);
        acknowledge(tokens, asked, door);
        tokens.u8(0xE3);
        int from = tokens.open();
        tokens.u8(Tokens.ROUTING);
        int inner = tokens.open();
        tokens.u8(0);
        tokens.u16(to.port());
        tokens.u16(to.host().length());
        tokens.text(to.host());
        tokens.close(inner);
        tokens.u16(0);
        tokens.close(from);
        features(tokens, asked);
        tokens.done(Tokens.DONE, 0, 0, 0);
        return tokens;
    }

    private static void acknowledge(Tokens tokens, Login7 asked, SqlDoor door) {
        ProductVersion product = ProductVersion.of(door.version());
        tokens.u8(0xAD);
        int from = tokens.open();
        tokens.u8(1);
        tokens.i32(Integer.reverseBytes(asked.agreedVersion()));
        tokens.shortText("Microsoft SQL Server");
        tokens.u8(product.major());
        tokens.u8(product.minor());
        tokens.u8(product.build() >> 8);
        tokens.u8(product.build());
        tokens.close(from);
    }

    /** An answer to a feature that was not asked for ends the connection. */
    private static void features(Tokens tokens, Login7 asked) {
        if (asked.features().isEmpty()) {
            return;
        }
        tokens.u8(0xAE);
        for (int feature : new TreeSet<>(asked.features())) {
            if (GRANTED.contains(feature)) {
                tokens.u8(feature);
                tokens.i32(feature == UTF8 ? 1 : 0);
                if (feature == UTF8) {
                    tokens.u8(1);
                }
            }
        }
        tokens.u8(0xFF);
    }
}
