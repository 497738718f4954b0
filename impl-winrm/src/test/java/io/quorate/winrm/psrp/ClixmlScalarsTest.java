package io.quorate.winrm.psrp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.winrm.Seed;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The texts of the primitive types, at their edges. */
class ClixmlScalarsTest {
    @RegisterExtension
    final Seed seeds = Seed.usually(5);

    @ParameterizedTest
    @CsvSource({
        "I32, 2147483647",
        "I32, -2147483648",
        "I16, 32767",
        "I16, -32768",
        "SB, -128",
        "SB, 127",
        "By, 0",
        "By, 255",
        "U16, 65535",
        "U32, 4294967295",
        "I64, 9223372036854775807",
        "I64, -9223372036854775808",
        "U64, 18446744073709551615",
        "U64, 0",
        "C, 0",
        "C, 65535",
        "B, true",
        "B, false",
        "D, 79228162514264337593543950335",
        "D, -79228162514264337593543950335",
        "D, 0.0000000000000000000000000001",
        "D, 1.50",
        "D, 0",
        "Db, -0",
        "Db, NaN",
        "Db, INF",
        "Db, -INF",
        "Db, 5E-324",
        "Db, 1.7976931348623157E+308",
        "Db, 1E+22",
        "Db, 10000000000000000",
        "Db, 1E+17",
        "Db, 0.0001",
        "Db, 1E-05",
        "Db, 123456.789",
        "Db, 0.30000000000000004",
        "Db, 2E+23",
        "Db, 2.2250738585072014E-308",
        "Sg, -3.4028235E+38",
        "Sg, 1E-45",
        "Sg, 3.14159",
        "Sg, 16777216",
        "Sg, 0.1",
        "Sg, NaN",
        "TS, PT0S",
        "TS, P1D",
        "TS, PT0.0000001S",
        "TS, -P1DT1H1M1.5S",
        "TS, PT5H30M",
        "TS, P10675199DT2H48M5.4775807S",
        "TS, -P10675199DT2H48M5.4775808S",
        "DT, 2026-01-02T03:04:05",
        "DT, 2026-01-02T03:04:05Z",
        "DT, 2026-01-02T03:04:05+00:00",
        "DT, 2026-01-02T03:04:05.1234567+05:30",
        "DT, 2026-01-02T03:04:05-14:00",
        "DT, 0001-01-01T00:00:00",
        "DT, 9999-12-31T23:59:59.9999999Z",
        "DT, 2026-01-02T03:04:05.12Z",
        "G, 01234567-89ab-cdef-0123-456789abcdef",
        "BA, AAH/",
        "Version, 1.2",
        "Version, 10.0.20348.1"
    })
    void write_whenTextIsCanonical_givesItBack(String tag, String text) {
        String xml = "<" + tag + ">" + text + "</" + tag + ">";
        assertThat(Clixml.write(Clixml.read(xml))).isEqualTo(xml);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "I32, 2147483648",
                "I32, -2147483649",
                "I32, \"\"",
                "I32, -",
                "I32, +",
                "I32, 1.0",
                "I32, 1e3",
                "I32, 0x1",
                "I32, \u0661",
                "I32, 1 2",
                "I16, 32768",
                "SB, 128",
                "By, 256",
                "By, -1",
                "U16, 65536",
                "U32, 4294967296",
                "U32, -1",
                "I64, 9223372036854775808",
                "I64, -9223372036854775809",
                "U64, 18446744073709551616",
                "U64, -1",
                "C, A",
                "C, 65536",
                "C, -1",
                "B, True",
                "B, yes",
                "B, \"\"",
                "D, 79228162514264337593543950336",
                "D, 1E5",
                "D, .",
                "D, -",
                "D, 1.2.3",
                "D, \"\"",
                "Db, 1d",
                "Db, 0x1p3",
                "Db, 1E400",
                "Db, e5",
                "Db, .",
                "Db, \"\"",
                "Db, 1E",
                "Sg, 1f",
                "Sg, 1E39",
                "TS, P",
                "TS, PT",
                "TS, -P",
                "TS, P1",
                "TS, 1D",
                "TS, P1H",
                "TS, PT1D",
                "TS, P1DT",
                "TS, PT1M1H",
                "TS, PT1.S",
                "TS, PT.5S",
                "TS, PT1.5M",
                "TS, P-1D",
                "TS, PTT1S",
                "TS, P10675199DT2H48M5.4775808S",
                "TS, P99999999999D",
                "TS, PT1S1",
                "DT, 2026-01-02",
                "DT, 2026-01-02 03:04:05",
                "DT, 2026-02-30T00:00:00",
                "DT, 2026-13-01T00:00:00",
                "DT, 0000-01-01T00:00:00",
                "DT, 2026-01-02T24:00:00",
                "DT, 2026-01-02T03:04:05.",
                "DT, 2026-01-02T03:04:05+15:00",
                "DT, 2026-01-02T03:04:05+0100",
                "DT, 2026-01-02T03:04:05ZZ",
                "DT, 9999-12-31T23:59:59.99999999",
                "DT, -026-01-02T03:04:05",
                "G, 0123",
                "G, 01234567-89ab-cdef-0123-456789abcdeg",
                "G, 0123456789abcdef-0123-4567-89ab-cdef0",
                "BA, A",
                "BA, AA",
                "BA, AAA",
                "BA, ====",
                "BA, AA*=",
                "Version, 1",
                "Version, 1.",
                "Version, 1.2.3.4.5",
                "Version, 1.-2",
                "Version, 1.9999999999",
                "Version, \"\""
            })
    void read_whenTextIsNoneOfTheType_refusesIt(String tag, String text) {
        assertThatThrownBy(() -> Clixml.read("<" + tag + ">" + text + "</" + tag + ">"))
                .isInstanceOf(ClixmlException.class)
                .hasMessageContaining(tag + " holds no System.");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "I32, \" +5 \", 5",
                "I32, 007, 7",
                "U64, \"\n1\t\", 1",
                "B, 1, true",
                "B, \" 0 \", false",
                "D, +.5, 0.5",
                "D, 5., 5",
                "D, 0.33333333333333333333333333333333, 0.3333333333333333333333333333",
                "Db, 1e5, 100000",
                "Db, Infinity, INF",
                "Db, 1E-400, 0",
                "TS, P1Y, P365D",
                "TS, P1M, P30D",
                "TS, P14M, P425D",
                "TS, PT36H, P1DT12H",
                "TS, -PT0S, PT0S",
                "TS, PT0.00000019S, PT0.0000001S",
                "DT, 2026-01-02T03:04:05.12345675, 2026-01-02T03:04:05.1234568",
                "DT, 2026-01-02T03:04:05.1200000Z, 2026-01-02T03:04:05.12Z",
                "G, {01234567-89AB-CDEF-0123-456789ABCDEF}, 01234567-89ab-cdef-0123-456789abcdef",
                "G, 0123456789abcdef0123456789abcdef, 01234567-89ab-cdef-0123-456789abcdef",
                "BA, \" AA\nH/ \", AAH/"
            })
    void read_whenTextIsNotCanonical_understandsItAsWindowsDoes(String tag, String text, String canonical) {
        PsValue value = Clixml.read("<" + tag + ">" + text + "</" + tag + ">");
        assertThat(Clixml.write(value)).isEqualTo("<" + tag + ">" + canonical + "</" + tag + ">");
    }

    @Test
    void read_whenLocalTimeIsUtc_keepsItsKind() {
        PsDateTime local = (PsDateTime) Clixml.read("<DT>2018-06-13T23:46:12.1316332+00:00</DT>")
                .primitive()
                .value();
        assertThat(local.kind()).isEqualTo(PsDateTime.Kind.LOCAL);
        assertThat(local.offset()).isEqualTo(ZoneOffset.UTC);
        assertThat(new PsDateTime(local.dateTime(), ZoneOffset.UTC).kind()).isEqualTo(PsDateTime.Kind.UTC);
    }

    @Test
    void write_whenDoubleIsRandom_readsBackTheSameFromFewestDigits() {
        long seed = seeds.value();
        SplittableRandom random = new SplittableRandom(seed);
        int values = Boolean.getBoolean("quorate.sweep") ? 20_000 : 2_000;
        for (int i = 0; i < values; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (!Double.isNaN(value)) {
                String xml = Clixml.write(new PsPrimitive(PsType.DOUBLE, value));
                assertThat(Clixml.read(xml).primitive().value())
                        .as("seed %d: %s", seed, xml)
                        .isEqualTo(value);
                assertThat(xml.chars().filter(Character::isDigit).count())
                        .as("seed %d: %s", seed, xml)
                        .isLessThan(22);
            }
            float single = Float.intBitsToFloat(random.nextInt());
            if (!Float.isNaN(single)) {
                String xml = Clixml.write(new PsPrimitive(PsType.SINGLE, single));
                assertThat(Clixml.read(xml).primitive().value())
                        .as("seed %d: %s", seed, xml)
                        .isEqualTo(single);
            }
        }
    }

    @Test
    void write_whenValueHasNoPlaceInItsType_refusesIt() {
        refuses(PsType.UINT8, (short) 256);
        refuses(PsType.UINT8, (short) -1);
        refuses(PsType.UINT16, 65_536);
        refuses(PsType.UINT32, -1L);
        refuses(PsType.UINT64, BigInteger.ONE.shiftLeft(64));
        refuses(PsType.UINT64, BigInteger.ONE.negate());
        refuses(PsType.DECIMAL, new BigDecimal("1E+29"));
        refuses(PsType.DECIMAL, new BigDecimal("1E+999999999"));
        refuses(PsType.DECIMAL, new BigDecimal("79228162514264337593543950336"));
        refuses(PsType.TIME_SPAN, Duration.ofSeconds(Long.MAX_VALUE));
        refuses(PsType.TIME_SPAN, Duration.ofSeconds(Long.MIN_VALUE));
        refuses(PsType.DATE_TIME, new PsDateTime(LocalDateTime.of(10_000, 1, 1, 0, 0), null));
        refuses(PsType.DATE_TIME, new PsDateTime(LocalDateTime.of(2026, 1, 1, 0, 0), ZoneOffset.ofHours(15)));
    }

    private static void refuses(PsType type, Object value) {
        assertThatThrownBy(() -> Clixml.write(new PsPrimitive(type, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(type.netType());
    }

    @Test
    void write_whenDecimalHasAnExponent_writesPlainDigits() {
        assertThat(Clixml.write(new PsPrimitive(PsType.DECIMAL, new BigDecimal("1E+5"))))
                .isEqualTo("<D>100000</D>");
        assertThat(Clixml.write(new PsPrimitive(PsType.DECIMAL, new BigDecimal("1E-40"))))
                .isEqualTo("<D>0.0000000000000000000000000000</D>");
    }

    @Test
    void read_whenIdIsAGuid_putsTheDigitsInOrder() {
        assertThat(Clixml.read("<G>00010203-0405-0607-0809-0a0b0c0d0e0f</G>")
                        .primitive()
                        .value())
                .isEqualTo(UUID.fromString("00010203-0405-0607-0809-0a0b0c0d0e0f"));
    }
}
