package io.quorate.cluster;

/** Where the name of a new cluster is registered, so that clients find it. */
public enum AccessPoint {
    /** A computer object in Active Directory, and DNS: the default on Windows. */
    ACTIVE_DIRECTORY_AND_DNS("ActiveDirectoryAndDns"),
    /** DNS alone; for clusters without a computer object. */
    DNS("Dns"),
    /** Nowhere. */
    NONE("None");

    private final String word;

    AccessPoint(String word) {
        this.word = word;
    }

    /** Returns Windows' word. */
    public String word() {
        return word;
    }
}
