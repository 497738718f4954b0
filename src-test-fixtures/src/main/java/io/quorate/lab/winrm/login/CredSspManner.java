package io.quorate.lab.winrm.login;

/**
 * How a host speaks CredSSP.
 *
 * @param version of the protocol: 6, or less as hosts without updates do
 * @param between whether somebody stands between, who shows a key of his own and passes on what the host proves of another one
 */
public record CredSspManner(int version, boolean between) {
    /** As Windows does today. */
    public static final CredSspManner WINDOWS = new CredSspManner(6, false);
}
