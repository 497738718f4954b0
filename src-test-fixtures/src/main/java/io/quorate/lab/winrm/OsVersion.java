package io.quorate.lab.winrm;

/**
 * The personality of a simulated Windows: what it says about itself and what its WinRM allows. Builds and PowerShell versions are those of
 * recorded servers where there is a recording (2008 R2, 2016, 2019), else of the release.
 */
public enum OsVersion {
    WS2008R2("6.1.7601", "2.0", "2.0", "2.1", "2.0", 150),
    WS2012R2("6.3.9600", "4.0", "4.0", "2.2", "3.0", 500),
    WS2016("10.0.14393", "5.1.14393.2248", "5.1", "2.3", "3.0", 500),
    WS2019("10.0.17763", "5.1.17763.1007", "5.1", "2.3", "3.0", 500),
    WS2022("10.0.20348", "5.1.20348.558", "5.1", "2.3", "3.0", 500),
    WS2025("10.0.26100", "5.1.26100.1", "5.1", "2.3", "3.0", 500);

    private final String build;
    private final String powerShell;
    private final String compatible;
    private final String protocol;
    private final String stack;
    private final int envelopeKb;

    OsVersion(String build, String powerShell, String compatible, String protocol, String stack, int envelopeKb) {
        this.build = build;
        this.powerShell = powerShell;
        this.compatible = compatible;
        this.protocol = protocol;
        this.stack = stack;
        this.envelopeKb = envelopeKb;
    }

    /** Returns the operating system's version, e.g. {@code 10.0.20348}. */
    public String build() {
        return build;
    }

    /** Returns the version of Windows PowerShell. */
    public String powerShell() {
        return powerShell;
    }

    /** Returns major and minor version of Windows PowerShell. */
    public String powerShellLine() {
        return compatible;
    }

    /** Returns the newest remoting protocol it speaks. */
    public String protocol() {
        return protocol;
    }

    /** Returns the version of the WS-Management stack. */
    public String stack() {
        return stack;
    }

    /** Returns MaxEnvelopeSizekb. */
    public int envelopeKb() {
        return envelopeKb;
    }
}
