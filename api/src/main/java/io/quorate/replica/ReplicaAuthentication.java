package io.quorate.replica;

/** How a primary and a replica server recognise each other. */
public enum ReplicaAuthentication {
    /** By their accounts in one domain, over HTTP: what is sent is not encrypted. */
    KERBEROS(80),
    /** By certificates, over HTTPS. */
    CERTIFICATE(443);

    private final int usualPort;

    ReplicaAuthentication(int usualPort) {
        this.usualPort = usualPort;
    }

    /** Returns the port a replica server listens on unless it was given another. */
    public int usualPort() {
        return usualPort;
    }
}
