package io.quorate.winrm.psrp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.winrm.wsman.HostileReplies;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** XML of others never lets an exception of the parser out, and never writes to the console of the program we live in. */
@ResourceLock(Resources.SYSTEM_ERR)
@ResourceLock(Resources.SYSTEM_OUT)
class StrictXmlTest {
    private static final int INPUTS = Boolean.getBoolean("quorate.sweep") ? 200_000 : 4_000;

    private static final List<String> PARTS = List.of(
            "<!DOCTYPE s [",
            "<!DOCTYPE s",
            "<!DOCTYPE s SYSTEM 'http://127.0.0.1:1/x'",
            "<!DOCTYPE s [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>",
            "]>",
            "<!ENTITY a 'b'>",
            "<!ENTITY % p 'x'>%p;",
            "<!ELEMENT a (b)>",
            "<!ATTLIST a b CDATA #IMPLIED>",
            "<!--",
            "-->",
            "--->",
            "<![CDATA[",
            "]]>",
            "<?xml version='1.0'?>",
            "<?xml version='1.1'?>",
            "<?xml version='2.0'?>",
            "<?xml version='1.0' encoding='UTF-16'?>",
            "<?xml version='1.0' encoding='bogus'?>",
            "<?pi x?>",
            "<s>",
            "</s>",
            "<s a='1' a='2'/>",
            "<x:y/>",
            "<s xmlns:x=''/>",
            "<s xmlns:xml='q'/>",
            "&a;",
            "&#0;",
            "&#xFFFFFFFFF;",
            "&#x1;",
            "&",
            "<",
            "\u0001",
            "\u0000",
            "\uFFFE",
            "\uD800",
            "text",
            "'",
            "\"",
            "<!X>",
            "<!",
            "<?",
            "</",
            "<s ",
            "=",
            "<![");

    @Test
    void read_whenADocumentIsHostile_readsOrRefusesItWithoutAWordOnTheConsole() {
        long seed = Long.getLong("quorate.seed", 20261128);
        Random random = new Random(seed);
        Charset[] charsets = {StandardCharsets.UTF_8, StandardCharsets.UTF_8, StandardCharsets.UTF_16};
        String said = saidMeanwhile(() -> {
            for (int i = 0; i < INPUTS; i++) {
                StringBuilder text = new StringBuilder();
                for (int n = random.nextInt(7); n >= 0; n--) {
                    text.append(PARTS.get(random.nextInt(PARTS.size())));
                }
                byte[] document = text.toString().getBytes(charsets[random.nextInt(charsets.length)]);
                assertThatCode(() -> readOrRefused(document))
                        .as("seed %s, input %s: %s", seed, i, text)
                        .doesNotThrowAnyException();
            }
        });
        assertThat(said).isEmpty();
    }

    /** Every reader of ours, of the client's. */
    private static void readOrRefused(byte[] document) {
        try {
            XMLStreamReader xml = StrictXml.wholeTexts(document);
            while (xml.hasNext()) {
                xml.next();
            }
        } catch (XMLStreamException e) {
            assertThat(e.getMessage()).doesNotContain("passwd");
        }
        try {
            Clixml.read(document);
        } catch (ClixmlException e) {
            assertThat(e).hasNoCause();
        }
        HostileReplies.readOrRefused(document);
    }

    private static String saidMeanwhile(Runnable work) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream heard = new PrintStream(said, true, StandardCharsets.UTF_8);
        System.setOut(heard);
        System.setErr(heard);
        try {
            work.run();
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
        return said.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE s [",
                "<!DOCTYPE s ['<!X>\u0000&#0;<?pi x?>",
                "<!DOCTYPE s [\u0001]><s/>",
                "<!DOCTYPE s><s/>",
                "<?xml version='1.0'?>\n<!-- a - b -- c ---->\n<!DOCTYPE s SYSTEM 'x'><s/>",
                "<!-- --><?pi ?><!DOCTYPE s><s/>",
                "<!-- ---><!DOCTYPE s><s/>",
                "<?x ??><!DOCTYPE s><s/>",
                "\uFEFF<!DOCTYPE s><s/>",
                "<!D",
                "<!"
            })
    void read_whenADocumentTypeComes_refusesIt(String document) {
        for (Charset charset : List.of(
                StandardCharsets.UTF_8,
                StandardCharsets.UTF_16,
                StandardCharsets.UTF_16BE,
                StandardCharsets.UTF_16LE)) {
            assertThat(saidMeanwhile(() -> assertThatThrownBy(() -> {
                                XMLStreamReader xml = StrictXml.pieces(document.getBytes(charset));
                                while (xml.hasNext()) {
                                    xml.next();
                                }
                            })
                            .isInstanceOf(XMLStreamException.class)))
                    .isEmpty();
        }
    }

    @Test
    void read_whenCommentsAndInstructionsSayDoctype_readsThem() throws XMLStreamException {
        String document =
                "<?xml version='1.0'?><!-- <!DOCTYPE s> - --><?pi <!DOCTYPE s> ?><s><![CDATA[<!DOCTYPE s>]]></s>";
        for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16)) {
            XMLStreamReader xml = StrictXml.wholeTexts(document.getBytes(charset));
            StringBuilder text = new StringBuilder();
            while (xml.hasNext()) {
                int event = xml.next();
                if (event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA) {
                    text.append(xml.getText());
                }
            }
            assertThat(text).hasToString("<!DOCTYPE s>");
        }
    }
}
