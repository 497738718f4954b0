package io.quorate.winrm.psrp;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.UUID;

/** The primitive types of CLIXML ([MS-PSRP] 2.2.5.1), each with its element name and the Java type that holds it. */
public enum PsType {
    STRING("S", String.class, "System.String"),
    CHAR("C", Character.class, "System.Char"),
    BOOLEAN("B", Boolean.class, "System.Boolean"),
    DATE_TIME("DT", PsDateTime.class, "System.DateTime"),
    /** A duration in units of 100 nanoseconds. */
    TIME_SPAN("TS", Duration.class, "System.TimeSpan"),
    UINT8("By", Short.class, "System.Byte"),
    INT8("SB", Byte.class, "System.SByte"),
    UINT16("U16", Integer.class, "System.UInt16"),
    INT16("I16", Short.class, "System.Int16"),
    UINT32("U32", Long.class, "System.UInt32"),
    INT32("I32", Integer.class, "System.Int32"),
    UINT64("U64", BigInteger.class, "System.UInt64"),
    INT64("I64", Long.class, "System.Int64"),
    SINGLE("Sg", Float.class, "System.Single"),
    DOUBLE("Db", Double.class, "System.Double"),
    DECIMAL("D", BigDecimal.class, "System.Decimal"),
    BYTES("BA", PsBytes.class, "System.Byte[]"),
    GUID("G", UUID.class, "System.Guid"),
    URI("URI", String.class, "System.Uri"),
    VERSION("Version", String.class, "System.Version"),
    XML("XD", String.class, "System.Xml.XmlDocument"),
    SCRIPT_BLOCK("SBK", String.class, "System.Management.Automation.ScriptBlock"),
    /** A secure string: in the clear, or the text it came as. */
    SECURE_STRING("SS", PsSecure.class, "System.Security.SecureString");

    private final String tag;
    private final Class<?> javaType;
    private final String netType;

    PsType(String tag, Class<?> javaType, String netType) {
        this.tag = tag;
        this.javaType = javaType;
        this.netType = netType;
    }

    /** Returns the CLIXML element name. */
    public String tag() {
        return tag;
    }

    /** Returns the Java type of {@link PsPrimitive#value()}. */
    public Class<?> javaType() {
        return javaType;
    }

    /** Returns the full .NET type name. */
    public String netType() {
        return netType;
    }
}
