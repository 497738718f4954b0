package io.quorate.mssql;

/** What the number of an error says of what to do. */
enum SqlClass {
    /** It passes: the same statement again, later. */
    TRANSIENT("transient"),
    /** It passes, and meets who logs in or enters a database. */
    CONNECT_TRANSIENT("transient"),
    /** Another replica is the one to ask. */
    REDIRECT("redirect"),
    /** It is so already. */
    ALREADY_SO("already so"),
    /** Something half done was left, which somebody must take away. */
    CLEAN_UP("clean-up"),
    /** It is refused until something else is changed. */
    CONFIGURATION("configuration"),
    /** Nothing that is sent changes it: the log-in, a right, the server's health. */
    FATAL("fatal"),
    /** It tells of a group's state, not of a statement. */
    MONITOR("monitor"),
    /** Nobody has listed the number. */
    UNLISTED("unlisted");

    private final String word;

    SqlClass(String word) {
        this.word = word;
    }

    /** Returns how messages name it. */
    String word() {
        return word;
    }
}
