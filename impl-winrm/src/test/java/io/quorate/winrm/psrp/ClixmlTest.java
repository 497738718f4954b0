package io.quorate.winrm.psrp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects, containers, references, documents and limits. */
class ClixmlTest {

    private static PsObject object(String xml) {
        return (PsObject) Clixml.read(xml);
    }

    @Test
    void write_whenGraphHasEverything_readsBackToTheSameText() {
        for (PsObject value : List.of(ClixmlSamples.everyPrimitive(), ClixmlSamples.graph())) {
            String xml = Clixml.write(value);
            assertThat(Clixml.write(Clixml.read(xml))).isEqualTo(xml);
            assertThat(PsRendering.render(Clixml.read(xml))).isEqualTo(PsRendering.render(value));
        }
    }

    @Test
    void write_whenObjectIsAnEnum_looksAsWindowsWritesIt() {
        assertThat(Clixml.write(PsObject.enumeration("System.ConsoleColor", "Red", 12)))
                .isEqualTo(
                        "<Obj RefId=\"0\"><TN RefId=\"0\"><T>System.ConsoleColor</T><T>System.Enum</T><T>System.ValueType</T>"
                                + "<T>System.Object</T></TN><ToString>Red</ToString><I32>12</I32></Obj>");
    }

    @Test
    void write_whenObjectsShare_refersToTypesAndObjects() {
        PsObject shared = PsObject.of("A").with("n", PsValue.int32(1));
        PsObject list = PsObject.array(List.of(shared, shared, PsObject.of("A"), PsObject.of("B")));
        assertThat(Clixml.write(list))
                .isEqualTo(
                        "<Obj RefId=\"0\"><TN RefId=\"0\"><T>System.Object[]</T><T>System.Array</T><T>System.Object</T></TN><LST>"
                                + "<Obj RefId=\"1\"><TN RefId=\"1\"><T>A</T></TN><MS><I32 N=\"n\">1</I32></MS></Obj><Ref RefId=\"1\" />"
                                + "<Obj RefId=\"2\"><TNRef RefId=\"1\" /></Obj><Obj RefId=\"3\"><TN RefId=\"2\"><T>B</T></TN></Obj></LST></Obj>");
    }

    @Test
    void read_whenGraphIsCyclic_isCyclicInMemory() {
        PsObject root = object(
                "<Obj RefId=\"7\"><MS><Obj N=\"child\" RefId=\"8\"><LST><Ref RefId=\"7\" /></LST></Obj></MS></Obj>");
        PsObject child = (PsObject) root.property("CHILD");
        assertThat(child.items()).containsExactly(root);
        assertThat(root.toString()).isEqualTo("object{child}");
        assertThat(Clixml.write(root)).contains("<Ref RefId=\"0\" />");
    }

    @Test
    void read_whenObjectWrapsAnObject_findsTheInnerProperties() {
        PsObject outer = object(
                "<Obj RefId=\"0\"><ToString>t</ToString><Obj RefId=\"1\"><Props><S N=\"Value\">true</S></Props></Obj>"
                        + "<MS><S N=\"PSPath\">p</S></MS></Obj>");
        assertThat(outer.property("value")).isEqualTo(PsValue.string("true"));
        assertThat(outer.property("pspath")).isEqualTo(PsValue.string("p"));
        assertThat(outer.property("none")).isNull();
        assertThat(Clixml.write(outer)).contains("<ToString>t</ToString><Obj RefId=\"1\"><Props>");
    }

    @Test
    void read_whenPropertiesAreThereButEmpty_writesThemAgain() {
        assertThat(Clixml.write(Clixml.read("<Obj RefId=\"0\"><Props></Props><MS/></Obj>")))
                .isEqualTo("<Obj RefId=\"0\"><Props /><MS /></Obj>");
        assertThat(Clixml.write(new PsObject())).isEqualTo("<Obj RefId=\"0\" />");
    }

    @Test
    void read_whenMembersAreNested_keepsTheSet() {
        String xml = "<Obj RefId=\"0\"><MS><MS N=\"PSStandardMembers\"><S N=\"a\">b</S></MS></MS></Obj>";
        assertThat(((PsObject) object(xml).property("PSStandardMembers")).property("a"))
                .isEqualTo(PsValue.string("b"));
        assertThat(Clixml.write(Clixml.read(xml))).isEqualTo(xml);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "text",
                "<",
                "<S>",
                "<S></T>",
                "<S/><S/>",
                "<S/>x",
                "<X/>",
                "<LST/>",
                "<Objs/>",
                "<Nil>x</Nil>",
                "<Nil><S/></Nil>",
                "<S><S/></S>",
                "<Ref/>",
                "<Ref RefId=\"0\"/>",
                "<Obj>text</Obj>",
                "<Obj><X/></Obj>",
                "<Obj><Nil/></Obj>",
                "<Obj RefId=\"0\"><Ref RefId=\"0\"/></Obj>",
                "<Obj><TNRef/></Obj>",
                "<Obj><TNRef RefId=\"0\"/></Obj>",
                "<Obj><TN><S>a</S></TN></Obj>",
                "<Obj><TN/><TN/></Obj>",
                "<Obj><TN RefId=\"0\"/><TNRef RefId=\"0\"/></Obj>",
                "<Obj><S/><S/></Obj>",
                "<Obj><LST/><DCT/></Obj>",
                "<Obj><MS/><MS/></Obj>",
                "<Obj><ToString/><ToString/></Obj>",
                "<Obj><MS><S/></MS></Obj>",
                "<Obj><Props><MS N=\"a\"/></Props></Obj>",
                "<Obj><DCT><S/></DCT></Obj>",
                "<Obj><DCT><En/></DCT></Obj>",
                "<Obj><DCT><En><S N=\"Key\"/></En></DCT></Obj>",
                "<Obj><DCT><En><Nil N=\"Key\"/><S N=\"Value\"/></En></DCT></Obj>",
                "<Obj><DCT><En><S N=\"Value\"/><S N=\"Key\"/></En></DCT></Obj>",
                "<Obj><DCT><En><S N=\"Key\"/><S N=\"Value\"/><S/></En></DCT></Obj>",
                "<Obj><LST><Ref RefId=\"1\"/><Obj RefId=\"1\"/></LST></Obj>",
                "<Obj><ToString><S/></ToString></Obj>",
                "<S xmlns=\"urn:other\"/>",
                "<!DOCTYPE S><S/>",
                "<!DOCTYPE S [<!ENTITY a \"b\">]><S>&a;</S>",
                "<!DOCTYPE S SYSTEM \"file:///etc/passwd\"><S/>",
                "<S>&a;</S>",
                "<PR/>",
                "<S>\uD800</S>",
                "<S>\u0001</S>"
            })
    void read_whenInputIsMalformed_saysSo(String xml) {
        assertThatThrownBy(() -> Clixml.read(xml)).isInstanceOf(ClixmlException.class);
    }

    @Test
    void read_whenInputIsMalformed_namesThePlaceAndNoValue() {
        assertThatThrownBy(() -> Clixml.read("<Obj><MS>\n<I32 N=\"a\">secret</I32></MS></Obj>"))
                .isInstanceOf(ClixmlException.class)
                .hasMessage("Malformed CLIXML: I32 holds no System.Int32 (line 2, column 24)")
                .hasNoCause();
    }

    @Test
    void read_whenUtf8HasAMark_skipsIt() throws IOException {
        byte[] marked = "\uFEFF<S>\u017C\uFEFF</S>".getBytes(StandardCharsets.UTF_8);
        assertThat(Clixml.read(marked)).isEqualTo(PsValue.string("\u017C\uFEFF"));
        assertThat(Clixml.read(new ByteArrayInputStream(marked), ClixmlLimits.DEFAULT))
                .isEqualTo(PsValue.string("\u017C\uFEFF"));
        assertThat(Clixml.read("\uFEFF<S>a</S>")).isEqualTo(PsValue.string("a"));
        byte[] framed = "xx\uFEFF<Nil/>yy".getBytes(StandardCharsets.UTF_8);
        assertThat(Clixml.read(framed, 2, framed.length - 4, ClixmlLimits.DEFAULT))
                .isEqualTo(PsNil.NIL);
        assertThatThrownBy(() -> Clixml.read(new byte[] {'<', 'S', '>', (byte) 0xC3, '<', '/', 'S', '>'}))
                .isInstanceOf(ClixmlException.class);
        assertThatThrownBy(() -> Clixml.read(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF}))
                .isInstanceOf(ClixmlException.class);
    }

    @Test
    void read_whenInputIsLongerThanAllowed_refusesItUnread() {
        ClixmlLimits limits = new ClixmlLimits(20, 100, 100);
        String xml = "<S>" + "x".repeat(14) + "</S>";
        assertThatThrownBy(() -> Clixml.read(xml, limits))
                .isInstanceOf(ClixmlException.class)
                .hasMessageContaining("longer than 20");
        assertThatThrownBy(() -> Clixml.read(xml.getBytes(StandardCharsets.UTF_8), limits))
                .isInstanceOf(ClixmlException.class)
                .hasMessageContaining("longer than 20");
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }
        };
        assertThatThrownBy(() -> Clixml.read(endless, limits))
                .isInstanceOf(ClixmlException.class)
                .hasMessageContaining("longer than 20");
        assertThat(Clixml.read("<S>" + "x".repeat(13) + "</S>", limits)).isEqualTo(PsValue.string("x".repeat(13)));
    }

    @Test
    void read_whenObjectsNestTooDeep_refusesThem() {
        assertThat(Clixml.write(Clixml.read(nested(100)))).contains("RefId=\"99\"");
        assertThatThrownBy(() -> Clixml.read(nested(101)))
                .isInstanceOf(ClixmlException.class)
                .hasMessageContaining("deeper than 100");
        assertThatThrownBy(() -> Clixml.read(nested(100_000).substring(0, 900_000)))
                .isInstanceOf(ClixmlException.class)
                .hasMessageContaining("deeper than 100");
        ClixmlLimits deep = new ClixmlLimits(1_000_000, ClixmlLimits.DEEPEST, 10_000);
        assertThat(Clixml.write(Clixml.read(nested(ClixmlLimits.DEEPEST), deep)))
                .contains("RefId=\"499\"");
    }

    private static String nested(int depth) {
        return "<Obj><LST>".repeat(depth) + "</LST></Obj>".repeat(depth);
    }

    @Test
    void read_whenThereAreTooManyElements_refusesThem() {
        ClixmlLimits limits = new ClixmlLimits(1_000_000, 100, 50);
        String fits = "<Obj><LST>" + "<Nil/>".repeat(48) + "</LST></Obj>";
        assertThat(((PsObject) Clixml.read(fits, limits)).items()).hasSize(48);
        assertThatThrownBy(() -> Clixml.read(fits.replace("<LST>", "<LST><Nil/>"), limits))
                .hasMessageContaining("more than 50 elements");
        String sharing = "<Obj><TN RefId=\"0\">" + "<T>n</T>".repeat(20) + "</TN><LST>"
                + "<Obj><TNRef RefId=\"0\"/></Obj>".repeat(5) + "</LST></Obj>";
        assertThatThrownBy(() -> Clixml.read(sharing, limits)).hasMessageContaining("more than 50 elements");
    }

    @Test
    void write_whenGraphIsTooDeep_refusesIt() {
        PsObject root = new PsObject();
        for (int i = 0; i < ClixmlLimits.DEEPEST; i++) {
            root = new PsObject().with("a", root);
        }
        PsObject deep = root;
        assertThatThrownBy(() -> Clixml.write(deep))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("deeper");
    }

    @Test
    void write_whenObjectWrapsItself_refusesIt() {
        PsObject self = new PsObject();
        self.content(self);
        assertThatThrownBy(() -> Clixml.write(self))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("wraps");
    }

    @Test
    void readDocument_whenCommandLineWroteIt_givesStreamsAndProgress() {
        String xml =
                "<Objs Version=\"1.1.0.1\" xmlns=\"http://schemas.microsoft.com/powershell/2004/04\"><Obj S=\"progress\" RefId=\"0\">"
                        + "<TN RefId=\"0\"><T>System.Management.Automation.PSCustomObject</T><T>System.Object</T></TN><MS><I64 N=\"SourceId\">1</I64>"
                        + "<PR N=\"Record\"><AV>Preparing modules for first use.</AV><AI>0</AI><Nil /><PI>-1</PI><PC>-1</PC><T>Completed</T><SR>-1</SR>"
                        + "<SD> </SD></PR></MS></Obj><Obj S=\"progress\" RefId=\"1\"><TNRef RefId=\"0\" /></Obj><S S=\"Error\">no_x000D__x000A_</S></Objs>";
        List<ClixmlItem> items = Clixml.readDocument(xml);
        assertThat(items).extracting(ClixmlItem::stream).containsExactly("progress", "progress", "Error");
        assertThat(items.get(2).value()).isEqualTo(PsValue.string("no\r\n"));
        PsObject record = (PsObject) ((PsObject) items.get(0).value()).property("Record");
        assertThat(record.property("Activity")).isEqualTo(PsValue.string("Preparing modules for first use."));
        assertThat(record.property("PercentComplete")).isEqualTo(PsValue.int32(-1));
        assertThat(record.property("CurrentOperation")).isEqualTo(PsNil.NIL);
        assertThat(record.property("StatusDescription")).isEqualTo(PsValue.string(" "));
        assertThat(((PsObject) record.property("Type")).text()).isEqualTo("Completed");
        assertThat(Clixml.writeDocument(items)).isEqualTo(xml);
    }

    @Test
    void readDocument_whenItIsIndented_readsOverTheWhiteSpace() {
        String xml =
                "<?xml version=\"1.0\"?>\n<Objs Version=\"1.1.0.1\" xmlns=\"http://schemas.microsoft.com/powershell/2004/04\">\n  <Obj RefId=\"0\">\n"
                        + "    <LST>\n      <I32>1</I32>\n    </LST>\n  </Obj>\n</Objs>\n";
        PsObject list = (PsObject) Clixml.readDocument(xml).get(0).value();
        assertThat(list.items()).containsExactly(PsValue.int32(1));
        assertThat(Clixml.readDocument("<Objs Version=\"1.1.0.1\"/>")).isEmpty();
        assertThatThrownBy(() -> Clixml.readDocument("<Objs Version=\"2.0\"/>")).isInstanceOf(ClixmlException.class);
        assertThatThrownBy(() -> Clixml.readDocument("<S/>")).isInstanceOf(ClixmlException.class);
    }
}
