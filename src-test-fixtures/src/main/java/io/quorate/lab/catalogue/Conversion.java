package io.quorate.lab.catalogue;

import io.quorate.lab.shell.LiveObject;
import io.quorate.winrm.psrp.PsDateTime;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.psrp.PsType;
import io.quorate.winrm.psrp.PsValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * PowerShell's type conversion (LanguagePrimitives.ConvertTo, invariant culture), for the types that cmdlet parameters have. Source:
 * behaviour of PowerShell 7.0.13, see vectors/binding.
 */
public final class Conversion {
    private static final Pattern NUMBER = Pattern.compile(
            "([+-]?)(?:(0x[0-9a-f]+)|((?:\\d+\\.?\\d*|\\.\\d+)(?:e[+-]?\\d{1,3})?))(?:u?[lsy]|u|n|d)?(kb|mb|gb|tb|pb)?",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern SPAN = Pattern.compile(
            "(-)?(?:(\\d{1,8})|(?:(\\d{1,8})\\.)?(\\d{1,2}):(\\d{1,2})(?::(\\d{1,2})(?:\\.(\\d{1,7}))?)?)");
    private static final List<DateTimeFormatter> DATES = List.of(
            DateTimeFormatter.ISO_LOCAL_DATE_TIME,
            DateTimeFormatter.ofPattern("yyyy-M-d[ H:mm[:ss]]", Locale.ROOT),
            DateTimeFormatter.ofPattern("M/d/yyyy[ H:mm[:ss]]", Locale.ROOT),
            DateTimeFormatter.ofPattern("yyyy/M/d[ H:mm[:ss]]", Locale.ROOT));
    private static final List<String> FROM_TEXT = List.of(
            "Microsoft.Management.Infrastructure.CimInstance",
            "Microsoft.PowerShell.Commands.ModuleSpecification",
            "Microsoft.Windows.ServerManager.Commands.Feature",
            "System.Exception");
    private static final LocalDateTime EPOCH = LocalDateTime.of(1, 1, 1, 0, 0);

    private Conversion() {}

    /** An InvalidCastException. */
    static final class CastException extends Exception {
        private static final long serialVersionUID = 1L;

        CastException(String message) {
            super(message);
        }
    }

    /** Tells whether the value, as it is, is an instance of the type (its wrapped value, not the wrapper). */
    static boolean isInstance(Catalogue catalogue, NetType type, Object value) {
        PsPrimitive p = NetValue.primitive(value);
        return switch (type.kind()) {
            case OBJECT, PS_OBJECT -> true;
            case NULLABLE -> isInstance(catalogue, type.bare(), value);
            case HASHTABLE, DICTIONARY -> NetValue.isDictionary(value);
            case CREDENTIAL -> NetValue.isCredential(value);
            case ENUM -> NetValue.isEnum(value) && NetValue.typeName(value).equalsIgnoreCase(type.name());
            case ARRAY -> isArrayOf(type, value);
            case SWITCH, STRING_COLLECTION, IP_ADDRESS -> false;
            case CLASS ->
                value instanceof LiveObject live
                        && live.typeNames().stream().anyMatch(t -> catalogue.derives(t, type.name()));
            default -> p != null && p.type() == type.primitive();
        };
    }

    private static boolean isArrayOf(NetType type, Object value) {
        NetType element = type.element();
        PsPrimitive p = NetValue.primitive(value);
        if (element != null && element.primitive() == PsType.UINT8 && p != null && p.type() == PsType.BYTES) {
            return true;
        }
        return element != null
                && element.kind() == NetType.Kind.OBJECT
                && NetValue.typeName(value).equals("System.Object[]");
    }

    /** Converts, or throws what PowerShell reports as an invalid cast. */
    static @Nullable Object convert(Catalogue catalogue, @Nullable Object value, NetType type) throws CastException {
        Object v = NetValue.base(value);
        if (v == null) {
            return nothing(type);
        }
        if (isInstance(catalogue, type, v)) {
            return v;
        }
        return switch (type.kind()) {
            case NULLABLE -> convert(catalogue, v, type.bare());
            case STRING -> PsValue.string(NetValue.text(v));
            case BOOLEAN -> PsValue.bool(truth(v));
            case SWITCH -> {
                PsPrimitive p = NetValue.primitive(v);
                if (p == null || p.type() != PsType.BOOLEAN) {
                    throw cast(v, type);
                }
                yield p;
            }
            case CLASS -> constructed(v, type);
            case CREDENTIAL -> credential(v, type);
            case INTEGER, REAL -> number(v, type);
            case CHAR -> character(v);
            case ENUM -> enumeration(catalogue, v, type);
            case DATE_TIME -> dateTime(v);
            case TIME_SPAN -> timeSpan(v);
            case GUID -> guid(v);
            case URI -> new PsPrimitive(PsType.URI, words(v, type));
            case VERSION -> version(v);
            case IP_ADDRESS -> address(v);
            case XML -> new PsPrimitive(PsType.XML, words(v, type));
            case STRING_COLLECTION -> {
                List<@Nullable Object> texts = new ArrayList<>();
                List<@Nullable Object> items = NetValue.list(v);
                for (Object item : items == null ? List.of(v) : items) {
                    texts.add(PsValue.string(NetValue.text(item)));
                }
                yield texts;
            }
            case ARRAY -> {
                NetType element = type.element();
                List<@Nullable Object> converted = new ArrayList<>();
                List<@Nullable Object> items = NetValue.list(v);
                if (element == null) {
                    throw cast(v, type);
                }
                for (Object item : items == null ? List.of(v) : items) {
                    converted.add(convert(catalogue, item, element));
                }
                yield converted;
            }
            default -> throw cast(v, type);
        };
    }

    private static @Nullable Object nothing(NetType type) throws CastException {
        return switch (type.kind()) {
            case STRING -> PsValue.string("");
            case BOOLEAN, SWITCH -> PsValue.bool(false);
            case INTEGER, REAL -> of(type, BigDecimal.ZERO);
            case CHAR -> new PsPrimitive(PsType.CHAR, '\0');
            case DATE_TIME, TIME_SPAN, GUID, ENUM ->
                throw new CastException("Cannot convert null to type \"" + type.name() + "\".");
            default -> null;
        };
    }

    /** Returns a value's truth, as in a condition. */
    public static boolean truth(@Nullable Object value) {
        Object v = NetValue.base(value);
        if (v == null) {
            return false;
        }
        PsPrimitive p = v instanceof PsValue x ? x.primitive() : null;
        if (p != null) {
            if (p.value() instanceof Boolean b) {
                return b;
            }
            if (p.value() instanceof Number n) {
                return n.doubleValue() != 0;
            }
            return !(p.value() instanceof String s) || !s.isEmpty();
        }
        List<@Nullable Object> items = NetValue.list(v);
        if (items == null) {
            return true;
        }
        return items.size() > 1 || items.size() == 1 && truth(items.get(0));
    }

    /** Returns a value's number, converting text as PowerShell does; null if it is none. */
    public static @Nullable BigDecimal decimal(@Nullable Object value) {
        PsPrimitive p = value instanceof PsValue x ? x.primitive() : null;
        if (p == null) {
            return null;
        }
        if (p.value() instanceof Boolean b) {
            return b ? BigDecimal.ONE : BigDecimal.ZERO;
        }
        if (p.value() instanceof Double || p.value() instanceof Float) {
            double d = ((Number) p.value()).doubleValue();
            return Double.isFinite(d) ? BigDecimal.valueOf(d) : null;
        }
        if (p.value() instanceof Number) {
            return new BigDecimal(p.value().toString());
        }
        if (p.value() instanceof Character c) {
            return BigDecimal.valueOf(c);
        }
        return p.value() instanceof String s ? scan(s) : null;
    }

    private static @Nullable BigDecimal scan(String text) {
        String t = text.strip();
        if (t.isEmpty()) {
            return BigDecimal.ZERO;
        }
        if (t.length() > 64) {
            return null;
        }
        Matcher m = NUMBER.matcher(t);
        if (!m.matches()) {
            m = NUMBER.matcher(t.replaceAll("(?<=\\d),(?=\\d)", ""));
            if (!m.matches()) {
                return null;
            }
        }
        BigDecimal number = m.group(2) != null
                ? new BigDecimal(new BigInteger(m.group(2).substring(2), 16))
                : new BigDecimal(m.group(3).endsWith(".") ? m.group(3) + "0" : m.group(3));
        if (m.group(4) != null) {
            int power = List.of("kb", "mb", "gb", "tb", "pb").indexOf(m.group(4).toLowerCase(Locale.ROOT)) + 1;
            number = number.multiply(BigDecimal.valueOf(1L << (10 * power)));
        }
        return "-".equals(m.group(1)) ? number.negate() : number;
    }

    private static Object number(Object v, NetType type) throws CastException {
        PsPrimitive p = v instanceof PsValue x ? x.primitive() : null;
        if (p == null || p.type() == PsType.DATE_TIME || p.type() == PsType.TIME_SPAN || p.type() == PsType.GUID) {
            throw cast(v, type);
        }
        BigDecimal number = decimal(v);
        if (number == null) {
            throw new CastException("Cannot convert value \"" + NetValue.text(v) + "\" to type \"" + type.name()
                    + "\". Error: \"Input string was not in a correct format.\"");
        }
        return of(type, number);
    }

    private static PsValue of(NetType type, BigDecimal number) throws CastException {
        PsType primitive = type.primitive();
        if (primitive == PsType.DOUBLE) {
            return new PsPrimitive(PsType.DOUBLE, number.doubleValue());
        }
        if (primitive == PsType.SINGLE) {
            return new PsPrimitive(PsType.SINGLE, number.floatValue());
        }
        if (primitive == PsType.DECIMAL) {
            return new PsPrimitive(PsType.DECIMAL, number);
        }
        BigInteger whole = number.setScale(0, RoundingMode.HALF_EVEN).toBigInteger();
        try {
            return switch (primitive == null ? PsType.INT32 : primitive) {
                case UINT8 -> new PsPrimitive(PsType.UINT8, within(whole, 8).shortValueExact());
                case INT8 -> new PsPrimitive(PsType.INT8, whole.byteValueExact());
                case UINT16 -> new PsPrimitive(PsType.UINT16, within(whole, 16).intValueExact());
                case INT16 -> new PsPrimitive(PsType.INT16, whole.shortValueExact());
                case UINT32 -> new PsPrimitive(PsType.UINT32, within(whole, 32).longValueExact());
                case INT64 -> new PsPrimitive(PsType.INT64, whole.longValueExact());
                case UINT64 -> new PsPrimitive(PsType.UINT64, within(whole, 64));
                default -> new PsPrimitive(PsType.INT32, whole.intValueExact());
            };
        } catch (ArithmeticException e) {
            throw new CastException("Cannot convert value \"" + number.toPlainString() + "\" to type \"" + type.name()
                    + "\". Error: \"Value was either too large or too small for an "
                    + type.name().replace("System.", "") + ".\"");
        }
    }

    private static BigInteger within(BigInteger number, int bits) {
        if (number.signum() < 0 || number.bitLength() > bits) {
            throw new ArithmeticException("out of range");
        }
        return number;
    }

    private static Object character(Object v) throws CastException {
        PsPrimitive p = NetValue.primitive(v);
        if (p != null && p.value() instanceof String s && s.length() == 1) {
            return new PsPrimitive(PsType.CHAR, s.charAt(0));
        }
        if (p != null && p.value() instanceof Number n && n.longValue() >= 0 && n.longValue() <= 0xFFFF) {
            return new PsPrimitive(PsType.CHAR, (char) n.intValue());
        }
        throw cast(v, new NetType(NetType.Kind.CHAR, "System.Char", PsType.CHAR, null, null));
    }

    private static Object enumeration(Catalogue catalogue, Object v, NetType type) throws CastException {
        EnumType members = type.members();
        PsPrimitive p = v instanceof PsValue x ? x.primitive() : null;
        Long number = null;
        List<@Nullable Object> items = NetValue.list(v);
        if (members != null && items != null) {
            List<String> words = new ArrayList<>();
            for (Object item : items) {
                words.add(NetValue.text(convert(catalogue, item, type)));
            }
            number = members.parse(String.join(",", words));
        } else if (members != null && p != null && p.value() instanceof String s) {
            number = members.parse(s);
        } else if (members != null && p != null && p.value() instanceof Number n && !(n instanceof Double)) {
            number = members.defined(n.longValue()) ? (Long) n.longValue() : null;
        } else if (members != null && p != null && p.value() instanceof Number) {
            number = members.parse(NetValue.text(v));
        }
        if (members == null || number == null) {
            throw new CastException("Cannot convert value \"" + NetValue.text(v) + "\" to type \"" + type.name()
                    + "\". Error: \"Unable to match the identifier name " + NetValue.text(v)
                    + " to a valid enumerator name. Specify one of the"
                    + " following enumerator names and try again:\r\n"
                    + (members == null ? "" : String.join(", ", members.values().keySet())) + "\"");
        }
        return PsObject.enumeration(members.name(), members.word(number), number.intValue());
    }

    private static Object dateTime(Object v) throws CastException {
        PsPrimitive p = NetValue.primitive(v);
        if (p != null && p.value() instanceof Number n && !(n instanceof Double)) {
            return new PsPrimitive(PsType.DATE_TIME, new PsDateTime(EPOCH.plus(ticks(n.longValue())), null));
        }
        if (p != null && p.value() instanceof String s) {
            for (DateTimeFormatter format : DATES) {
                try {
                    var parsed = format.parseBest(s.strip(), LocalDateTime::from, java.time.LocalDate::from);
                    LocalDateTime time =
                            parsed instanceof LocalDateTime t ? t : ((java.time.LocalDate) parsed).atStartOfDay();
                    return new PsPrimitive(PsType.DATE_TIME, new PsDateTime(time, null));
                } catch (DateTimeParseException e) {
                    // the next format may fit
                }
            }
            try {
                var zoned = java.time.OffsetDateTime.parse(s.strip());
                return new PsPrimitive(PsType.DATE_TIME, new PsDateTime(zoned.toLocalDateTime(), zoned.getOffset()));
            } catch (DateTimeParseException e) {
                throw new CastException(
                        "Cannot convert value \"" + s + "\" to type \"System.DateTime\". Error: \"The string '" + s
                                + "' was not recognized as a valid DateTime.\"");
            }
        }
        throw new CastException("Cannot convert value \"" + NetValue.text(v) + "\" to type \"System.DateTime\".");
    }

    private static Object timeSpan(Object v) throws CastException {
        PsPrimitive p = NetValue.primitive(v);
        if (p != null && p.value() instanceof Number n && !(n instanceof Double)) {
            return new PsPrimitive(PsType.TIME_SPAN, ticks(n.longValue()));
        }
        String text = p != null && p.value() instanceof String s ? s.strip() : "x";
        Matcher m = SPAN.matcher(text.replaceFirst("^(-?\\d+):(?=\\d+:\\d+:\\d)", "$1."));
        if (!m.matches() || value(m, 4) > 23 || value(m, 5) > 59 || value(m, 6) > 59) {
            throw new CastException("Cannot convert value \"" + NetValue.text(v)
                    + "\" to type \"System.TimeSpan\". Error: \"String was not recognized as a valid TimeSpan.\"");
        }
        long days = m.group(2) != null ? value(m, 2) : value(m, 3);
        String fraction = m.group(7) == null ? "" : m.group(7);
        Duration span = Duration.ofDays(days)
                .plusHours(value(m, 4))
                .plusMinutes(value(m, 5))
                .plusSeconds(value(m, 6))
                .plusNanos(fraction.isEmpty() ? 0 : Long.parseLong((fraction + "0000000").substring(0, 7)) * 100);
        return new PsPrimitive(PsType.TIME_SPAN, m.group(1) == null ? span : span.negated());
    }

    private static Duration ticks(long ticks) {
        return Duration.ofSeconds(ticks / 10_000_000, ticks % 10_000_000 * 100);
    }

    private static long value(Matcher m, int group) {
        return m.group(group) == null ? 0 : Long.parseLong(m.group(group));
    }

    private static Object guid(Object v) throws CastException {
        PsPrimitive p = NetValue.primitive(v);
        String s = p != null && p.value() instanceof String t ? t.strip() : "";
        boolean enclosed = s.startsWith("{") && s.endsWith("}") || s.startsWith("(") && s.endsWith(")");
        String bare = enclosed ? s.substring(1, s.length() - 1) : s;
        if (bare.matches("[0-9a-fA-F]{32}")) {
            bare = bare.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5");
        }
        if (!bare.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")) {
            throw new CastException("Cannot convert value \"" + NetValue.text(v) + "\" to type \"System.Guid\".");
        }
        return new PsPrimitive(PsType.GUID, UUID.fromString(bare));
    }

    private static Object version(Object v) throws CastException {
        String text = NetValue.text(v);
        PsPrimitive p = NetValue.primitive(v);
        if (p == null || !text.matches("\\d{1,9}(\\.\\d{1,9}){1,3}")) {
            throw new CastException("Cannot convert value \"" + text + "\" to type \"System.Version\".");
        }
        return new PsPrimitive(PsType.VERSION, text);
    }

    private static Object address(Object v) throws CastException {
        String text = NetValue.text(v);
        boolean v4 = text.matches("(\\d{1,3}\\.){3}\\d{1,3}")
                && Pattern.compile("\\.").splitAsStream(text).allMatch(n -> Integer.parseInt(n) <= 255);
        if (NetValue.primitive(v) == null || !v4 && !text.matches("[0-9a-fA-F:]*:[0-9a-fA-F:.%]*")) {
            throw new CastException("Cannot convert value \"" + text + "\" to type \"System.Net.IPAddress\".");
        }
        return new LiveObject(List.of("System.Net.IPAddress", "System.Object"), text, text)
                .property("IPAddressToString", PsValue.string(text));
    }

    /** PSCredential has a constructor that takes any property bag. */
    private static Object credential(Object v, NetType type) throws CastException {
        if (!NetValue.isBag(v)) {
            throw cast(v, type);
        }
        PsObject credential = PsObject.of(type.name(), "System.Object");
        for (String name : List.of("UserName", "Password")) {
            if (NetValue.property(v, name) instanceof PsValue value) {
                credential.withAdapted(name, value);
            }
        }
        return credential;
    }

    /** Returns the value that an element of an array has when null is stored in it. */
    static @Nullable Object defaultOf(NetType type) {
        try {
            return switch (type.kind()) {
                case INTEGER, REAL, CHAR -> nothing(type);
                default -> null;
            };
        } catch (CastException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Classes with a constructor that takes a text: numbers go through text, too. */
    private static Object constructed(Object v, NetType type) throws CastException {
        PsPrimitive p = NetValue.primitive(v);
        boolean cim = type.name().endsWith("CimInstance");
        boolean fits = p != null && (p.value() instanceof String || p.value() instanceof Number && !cim);
        if (!fits || FROM_TEXT.stream().noneMatch(t -> t.equals(type.name()) || t.endsWith('.' + type.name()))) {
            throw cast(v, type);
        }
        String text = NetValue.text(v);
        return new LiveObject(List.of(type.name(), "System.Object"), text, text);
    }

    private static String words(Object v, NetType type) throws CastException {
        if (NetValue.primitive(v) == null) {
            throw cast(v, type);
        }
        return NetValue.text(v);
    }

    static CastException cast(Object v, NetType type) {
        return new CastException("Cannot convert the \"" + NetValue.text(v) + "\" value of type \""
                + NetValue.typeName(v) + "\" to type \"" + type.name() + "\".");
    }

    /** Returns the words of an enum by number, for messages. */
    static Map<String, Long> members(NetType type) {
        EnumType members = type.members();
        return members == null ? Map.of() : members.values();
    }
}
