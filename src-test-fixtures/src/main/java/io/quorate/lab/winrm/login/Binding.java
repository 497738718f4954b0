package io.quorate.lab.winrm.login;

/** What a host demands of channel bindings (CbtHardeningLevel), over TLS only. */
public enum Binding {
    /** It does not look at them. */
    NONE,
    /** They may be left out, but must not be wrong. Windows' default. */
    RELAXED,
    /** They must be there and right. */
    STRICT;

    /**
     * Tells whether it lets a log-in pass.
     *
     * @param sent whether there were any
     * @param right whether they are those of this connection
     */
    public boolean allows(boolean sent, boolean right) {
        return this == NONE || (sent ? right : this == RELAXED);
    }
}
