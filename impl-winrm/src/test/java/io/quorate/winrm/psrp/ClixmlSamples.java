package io.quorate.winrm.psrp;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/** Values of every kind that the codec knows. */
final class ClixmlSamples {
    private ClixmlSamples() {}

    /** Returns an object with a property for every primitive type. */
    static PsObject everyPrimitive() {
        return PsObject.of("Lab.All", "System.Object")
                .with("S", PsValue.string("a\tb_x0041_ <&> \uD83D\uDE00"))
                .with("C", new PsPrimitive(PsType.CHAR, 'A'))
                .with("B", PsValue.bool(true))
                .with(
                        "DT",
                        new PsPrimitive(
                                PsType.DATE_TIME,
                                new PsDateTime(LocalDateTime.of(2026, 1, 2, 3, 4, 5, 123_456_700), ZoneOffset.UTC)))
                .with("TS", new PsPrimitive(PsType.TIME_SPAN, Duration.ofSeconds(-90_061, 500_000_000)))
                .with("By", new PsPrimitive(PsType.UINT8, (short) 255))
                .with("SB", new PsPrimitive(PsType.INT8, (byte) -128))
                .with("U16", new PsPrimitive(PsType.UINT16, 65_535))
                .with("I16", new PsPrimitive(PsType.INT16, (short) -32_768))
                .with("U32", new PsPrimitive(PsType.UINT32, 4_294_967_295L))
                .with("I32", PsValue.int32(Integer.MIN_VALUE))
                .with("U64", new PsPrimitive(PsType.UINT64, new BigInteger("18446744073709551615")))
                .with("I64", PsValue.int64(Long.MIN_VALUE))
                .with("Sg", new PsPrimitive(PsType.SINGLE, 3.14159f))
                .with("Db", new PsPrimitive(PsType.DOUBLE, 0.1 + 0.2))
                .with("D", new PsPrimitive(PsType.DECIMAL, new BigDecimal("1.50")))
                .with("BA", new PsPrimitive(PsType.BYTES, new PsBytes(new byte[] {0, 1, -1})))
                .with("G", new PsPrimitive(PsType.GUID, new UUID(1, 2)))
                .with("URI", new PsPrimitive(PsType.URI, "http://h/a b"))
                .with("Version", new PsPrimitive(PsType.VERSION, "10.0.20348.1"))
                .with("XD", new PsPrimitive(PsType.XML, "<a x=\"1\"/>"))
                .with("SBK", new PsPrimitive(PsType.SCRIPT_BLOCK, "$a + 1"))
                .with("SS", new PsPrimitive(PsType.SECURE_STRING, new PsSecureText("AAECAw==")))
                .with("Nil", PsNil.NIL);
    }

    /** Returns an object with every container, an enum, shared and cyclic references, and a wrapped object. */
    static PsObject graph() {
        PsObject shared =
                PsObject.of("Lab.Shared", "System.Object").text("shared").withAdapted("Name", PsValue.string("n"));
        PsObject root = PsObject.of("Lab.Graph", "System.Object");
        for (PsItems.Kind kind : PsItems.Kind.values()) {
            root.with(
                    kind.tag(),
                    new PsObject().content(new PsItems(kind, List.of(PsValue.int32(1), PsNil.NIL, shared))));
        }
        root.with(
                "DCT",
                PsObject.of("System.Collections.Hashtable", "System.Object")
                        .content(new PsDictionary(List.of(
                                new PsDictionary.Entry(PsValue.string("a"), PsValue.int32(1)),
                                new PsDictionary.Entry(PsValue.int32(2), shared)))));
        root.with("Enum", PsObject.enumeration("System.ConsoleColor", "Red", 12));
        root.with(
                "Wrap",
                PsObject.of("Lab.Wrap", "System.Object")
                        .content(PsObject.of("Lab.Wrap", "System.Object").with("x", PsNil.NIL)));
        root.with("Self", root);
        return root;
    }

    static List<String> documents() {
        return List.of(
                Clixml.write(everyPrimitive()),
                Clixml.write(graph()),
                Clixml.write(PsValue.string("text")),
                "<Nil />",
                "<Obj RefId=\"0\"><MS><MS N=\"set\"><S N=\"a\">b</S></MS></MS></Obj>",
                "<Obj S=\"progress\" RefId=\"0\"><TN RefId=\"0\"><T>System.Management.Automation.PSCustomObject</T><T>System.Object</T></TN><MS>"
                        + "<I64 N=\"SourceId\">1</I64><PR N=\"Record\"><AV>Preparing modules for first use.</AV><AI>0</AI><Nil /><PI>-1</PI>"
                        + "<PC>-1</PC><T>Completed</T><SR>-1</SR><SD> </SD></PR></MS></Obj>");
    }
}
