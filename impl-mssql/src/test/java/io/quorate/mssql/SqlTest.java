package io.quorate.mssql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Names and literals, whatever they hold. */
class SqlTest {
    private static final int INPUTS = Boolean.getBoolean("quorate.sweep") ? 100_000 : 2_000;
    private static final String[] PIECES = {
        "]", "[", "]]", "'", "''", "\"", "--", "/*", "*/", ";", "\n", "\r", "\t", " ", "N'", "a", "Z", "é", "ß", "漢",
        "😀", "\u202e", "0x", "GO"
    };

    @RegisterExtension
    final Seed seed = Seed.usually(11);

    private static String any(Random random) {
        StringBuilder text = new StringBuilder();
        int pieces = 1 + random.nextInt(20);
        for (int i = 0; i < pieces; i++) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }

    @Test
    @DisplayName("a name comes back as it was, and nothing in it ends it early")
    void name_roundTrips() {
        Random random = seed.random();
        for (int i = 0; i < INPUTS; i++) {
            String name = any(random);
            String quoted = Sql.name(name);
            assertThat(read(quoted, 1, '[', ']')).as(quoted).isEqualTo(name);
        }
    }

    @Test
    void text_roundTrips() {
        Random random = seed.random();
        for (int i = 0; i < INPUTS; i++) {
            String text = any(random);
            String quoted = Sql.text(text);
            assertThat(quoted).startsWith("N'");
            assertThat(read(quoted, 2, '\'', '\'')).as(quoted).isEqualTo(text);
        }
    }

    /** Reads as a lexer does: the first single end character ends it, and that must be the last character there is. */
    private static String read(String quoted, int from, char begin, char end) {
        assertThat(quoted.charAt(from - 1)).isEqualTo(begin);
        StringBuilder text = new StringBuilder();
        int i = from;
        while (i < quoted.length()) {
            char c = quoted.charAt(i++);
            if (c != end) {
                text.append(c);
            } else if (i < quoted.length() && quoted.charAt(i) == end) {
                text.append(end);
                i++;
            } else {
                break;
            }
        }
        assertThat(i).as("it ends where it ends: %s", quoted).isEqualTo(quoted.length());
        return text.toString();
    }

    @Test
    void name_whenNothingCanBeCalledSo_isRefused() {
        for (String name : new String[] {"", "a\0b", "a".repeat(129), "\ud800", "\udc00x"}) {
            assertThatThrownBy(() -> Sql.name(name)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(Sql.name("]".repeat(128))).hasSize(258);
        assertThatThrownBy(() -> Sql.text("a\0b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Sql.text("a".repeat(4001))).isInstanceOf(IllegalArgumentException.class);
    }
}
