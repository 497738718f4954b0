package io.quorate.winrm.auth;

/** Whether a log-in over TLS names the certificate it was made over (RFC 5929, {@code tls-server-end-point}). */
public enum ChannelBinding {
    /** Wherever it can be right. */
    AUTO,

    /** Never: something between ends TLS, so that every binding would be wrong. */
    OFF,

    /** Always; where it cannot be, nothing is sent. */
    REQUIRED
}
