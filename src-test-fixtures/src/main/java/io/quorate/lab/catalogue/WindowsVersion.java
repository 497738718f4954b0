package io.quorate.lab.catalogue;

/** The Windows Server releases whose cmdlets the lab knows. */
public enum WindowsVersion {
    WS2016("2016"),
    WS2019("2019"),
    WS2022("2022"),
    WS2025("2025");

    private final String year;

    WindowsVersion(String year) {
        this.year = year;
    }

    /** Returns the year in the release's name. */
    public String year() {
        return year;
    }
}
