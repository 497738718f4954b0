package io.quorate.lab.ddl;

/** A version of SQL Server. */
public enum SqlVersion {
    V2016(13),
    V2017(14),
    V2019(15),
    V2022(16),
    V2025(17);

    private final int major;

    SqlVersion(int major) {
        this.major = major;
    }

    /** Returns the first number of the product's version. */
    public int major() {
        return major;
    }

    /** Returns the year it is called by. */
    public String year() {
        return name().substring(1);
    }

    /** Tells whether it is that one or a later one. */
    public boolean since(SqlVersion other) {
        return compareTo(other) >= 0;
    }

    /**
     * Returns the one whose product version begins with that number, or year.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static SqlVersion of(String productVersionOrYear) {
        String first = productVersionOrYear.split("\\.", 2)[0];
        for (SqlVersion version : values()) {
            if (first.equals(version.year()) || first.equals(String.valueOf(version.major))) {
                return version;
            }
        }
        throw new IllegalArgumentException("no version of SQL Server that this knows: " + productVersionOrYear);
    }
}
