package io.quorate.sql;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What a log-in is. Words of {@code type_desc} in {@code sys.server_principals}.
 *
 * <p>A word that this version does not know survives as it came; compare with the constants by {@code equals}.
 *
 * @param word SQL Server's own word
 */
public record LoginKind(String word) {
    /** The instance keeps its password. */
    public static final LoginKind SQL_LOGIN = new LoginKind("SQL_LOGIN");

    /** An account of the domain or the machine. */
    public static final LoginKind WINDOWS_LOGIN = new LoginKind("WINDOWS_LOGIN");

    /** A group of accounts. */
    public static final LoginKind WINDOWS_GROUP = new LoginKind("WINDOWS_GROUP");

    /** It stands for a certificate. */
    public static final LoginKind CERTIFICATE_MAPPED_LOGIN = new LoginKind("CERTIFICATE_MAPPED_LOGIN");

    private static final List<LoginKind> KNOWN =
            List.of(SQL_LOGIN, WINDOWS_LOGIN, WINDOWS_GROUP, CERTIFICATE_MAPPED_LOGIN);

    public LoginKind {
        word = Objects.requireNonNull(word, "word").strip().toUpperCase(Locale.ROOT);
    }

    /** Makes one of the word. */
    public static LoginKind of(String word) {
        return new LoginKind(word);
    }

    /** Tells whether the word is one of the constants. */
    public boolean known() {
        return KNOWN.contains(this);
    }

    @Override
    public String toString() {
        return word;
    }
}
