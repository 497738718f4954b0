package io.quorate.lab.sql;

/** The types of columns and parameters, and the Java type of a value of each. */
public enum SqlType {
    /** {@link Boolean}. */
    BIT,
    /** {@link Integer}, 0 to 255. */
    TINYINT,
    /** {@link Integer}. */
    SMALLINT,
    /** {@link Integer}. */
    INT,
    /** {@link Long}. */
    BIGINT,
    /** {@link Double}. */
    FLOAT,
    /** {@link java.math.BigDecimal}; {@code numeric(25,0)} for log sequence numbers. */
    NUMERIC,
    /** {@link String}, of any length. */
    NVARCHAR,
    /** {@code byte[]}, of any length. */
    VARBINARY,
    /** {@link java.util.UUID}. */
    UNIQUEIDENTIFIER,
    /** {@link java.time.LocalDateTime}, to 3.33 ms. */
    DATETIME,
    /** {@link java.time.LocalDateTime}, to 100 ns. */
    DATETIME2,
    /** A {@link String}, {@link Integer}, {@link Long} or {@code byte[]}, which says its own type. */
    SQL_VARIANT
}
