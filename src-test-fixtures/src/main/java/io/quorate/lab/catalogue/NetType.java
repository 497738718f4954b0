package io.quorate.lab.catalogue;

import io.quorate.winrm.psrp.PsType;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A parameter's .NET type, as far as binding looks at it.
 *
 * @param kind which sort of type
 * @param name its full name
 * @param primitive the primitive it is, if it is one
 * @param element an array's element type, or what a Nullable wraps
 * @param members an enum's values
 */
public record NetType(
        Kind kind,
        String name,
        @Nullable PsType primitive,
        @Nullable NetType element,
        @Nullable EnumType members) {

    /** Sorts of types. */
    public enum Kind {
        STRING,
        BOOLEAN,
        SWITCH,
        INTEGER,
        REAL,
        CHAR,
        DATE_TIME,
        TIME_SPAN,
        GUID,
        URI,
        VERSION,
        XML,
        SCRIPT_BLOCK,
        SECURE_STRING,
        CREDENTIAL,
        OBJECT,
        PS_OBJECT,
        HASHTABLE,
        DICTIONARY,
        STRING_COLLECTION,
        IP_ADDRESS,
        ENUM,
        ARRAY,
        NULLABLE,
        /** A class that binding only compares by name. */
        CLASS
    }

    /** Returns what a Nullable wraps, else the type itself. */
    NetType bare() {
        return kind == Kind.NULLABLE && element != null ? element : this;
    }

    boolean isValueType() {
        return switch (kind) {
            case BOOLEAN, SWITCH, INTEGER, REAL, CHAR, DATE_TIME, TIME_SPAN, GUID, ENUM, NULLABLE -> true;
            default -> false;
        };
    }

    boolean isCollection() {
        return kind == Kind.ARRAY || kind == Kind.STRING_COLLECTION;
    }

    /** Reads a type as a declaration spells it: {@code string[]}, {@code System.Nullable[int]}, a full name, an accelerator. */
    static NetType parse(String text, Function<String, @Nullable EnumType> enums) {
        String t = text.strip();
        if (t.endsWith("[]?")) {
            t = t.substring(0, t.length() - 1);
        }
        if (t.endsWith("[]")) {
            NetType element = parse(t.substring(0, t.length() - 2), enums);
            return new NetType(Kind.ARRAY, element.name() + "[]", null, element, null);
        }
        String inner = nullable(t);
        if (inner != null) {
            NetType element = parse(inner, enums);
            return element.isValueType()
                    ? new NetType(
                            Kind.NULLABLE,
                            "System.Nullable`1[" + element.name() + "]",
                            element.primitive(),
                            element,
                            null)
                    : element;
        }
        NetType known = known(t.toLowerCase(Locale.ROOT).replaceFirst("^system\\.(?!object$)", ""));
        if (known != null) {
            return known;
        }
        EnumType members = enums.apply(t);
        return members != null
                ? new NetType(Kind.ENUM, members.name(), null, null, members)
                : new NetType(Kind.CLASS, t, null, null, null);
    }

    private static @Nullable String nullable(String t) {
        String lower = t.toLowerCase(Locale.ROOT).replaceFirst("^system\\.", "");
        if (lower.startsWith("nullable[") || lower.startsWith("nullable`1[")) {
            String inner = t.substring(t.indexOf('[') + 1, t.length() - 1);
            return inner.startsWith("[") ? inner.substring(1, inner.length() - 1) : inner;
        }
        if (lower.startsWith("nullable<")) {
            return t.substring(t.indexOf('<') + 1, t.length() - 1);
        }
        return t.endsWith("?") ? t.substring(0, t.length() - 1) : null;
    }

    private static @Nullable NetType known(String t) {
        return switch (t) {
            case "string" -> of(Kind.STRING, PsType.STRING);
            case "bool", "boolean" -> of(Kind.BOOLEAN, PsType.BOOLEAN);
            case "switch", "switchparameter", "management.automation.switchparameter" ->
                of(Kind.SWITCH, "System.Management.Automation.SwitchParameter");
            case "byte" -> of(Kind.INTEGER, PsType.UINT8);
            case "sbyte" -> of(Kind.INTEGER, PsType.INT8);
            case "int16", "short" -> of(Kind.INTEGER, PsType.INT16);
            case "uint16", "ushort" -> of(Kind.INTEGER, PsType.UINT16);
            case "int", "int32" -> of(Kind.INTEGER, PsType.INT32);
            case "uint32", "uint" -> of(Kind.INTEGER, PsType.UINT32);
            case "long", "int64" -> of(Kind.INTEGER, PsType.INT64);
            case "uint64", "ulong" -> of(Kind.INTEGER, PsType.UINT64);
            case "single", "float" -> of(Kind.REAL, PsType.SINGLE);
            case "double" -> of(Kind.REAL, PsType.DOUBLE);
            case "decimal" -> of(Kind.REAL, PsType.DECIMAL);
            case "char" -> of(Kind.CHAR, PsType.CHAR);
            case "datetime" -> of(Kind.DATE_TIME, PsType.DATE_TIME);
            case "timespan" -> of(Kind.TIME_SPAN, PsType.TIME_SPAN);
            case "guid" -> of(Kind.GUID, PsType.GUID);
            case "uri" -> of(Kind.URI, PsType.URI);
            case "version" -> of(Kind.VERSION, PsType.VERSION);
            case "xml", "xml.xmldocument", "xmldocument" -> of(Kind.XML, PsType.XML);
            case "scriptblock", "management.automation.scriptblock" -> of(Kind.SCRIPT_BLOCK, PsType.SCRIPT_BLOCK);
            case "securestring", "security.securestring" -> of(Kind.SECURE_STRING, PsType.SECURE_STRING);
            case "pscredential", "management.automation.pscredential" ->
                of(Kind.CREDENTIAL, "System.Management.Automation.PSCredential");
            case "object", "system.object" -> of(Kind.OBJECT, "System.Object");
            case "psobject", "management.automation.psobject" ->
                of(Kind.PS_OBJECT, "System.Management.Automation.PSObject");
            case "hashtable", "collections.hashtable" -> of(Kind.HASHTABLE, "System.Collections.Hashtable");
            case "idictionary", "collections.idictionary" -> of(Kind.DICTIONARY, "System.Collections.IDictionary");
            case "collections.specialized.stringcollection", "stringcollection" ->
                of(Kind.STRING_COLLECTION, "System.Collections.Specialized.StringCollection");
            case "ciminstance", "microsoft.management.infrastructure.ciminstance" ->
                of(Kind.CLASS, "Microsoft.Management.Infrastructure.CimInstance");
            case "cimsession", "microsoft.management.infrastructure.cimsession" ->
                of(Kind.CLASS, "Microsoft.Management.Infrastructure.CimSession");
            case "ipaddress", "net.ipaddress" -> of(Kind.IP_ADDRESS, "System.Net.IPAddress");
            default -> null;
        };
    }

    private static NetType of(Kind kind, PsType primitive) {
        return new NetType(kind, primitive.netType(), primitive, null, null);
    }

    private static NetType of(Kind kind, String name) {
        return new NetType(kind, name, null, null, null);
    }
}
