package io.quorate.winrm.psrp;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.winrm.Seed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A reader that was used before says of a document what a new one says, whatever it has read. */
class XmlReadersTest {
    @RegisterExtension
    final Seed seeds = Seed.usually(20_261_129);

    private static final List<String> DOCUMENTS = List.of(
            "<S>x</S>",
            "<?xml version=\"1.0\" encoding=\"UTF-16\" standalone=\"yes\"?><S>x</S>",
            "<?xml version=\"1.1\"?><S>x\u0085</S>",
            "<a:b xmlns:a=\"one\" xmlns=\"two\"><c a:d=\"1\" d=\"2\"/></a:b>",
            "<a:b xmlns:a=\"three\"><c/><d xmlns=\"\"/></a:b>",
            "<b><c d=\"&lt;&#x41;&quot;\"/><![CDATA[<x>]]>&amp;<!-- y --><?z w?></b>",
            "<Obj RefId=\"0\"><MS><S N=\"a\">_x000A_</S></MS></Obj>",
            "<a>" + "<b>".repeat(60) + "</b>".repeat(60) + "</a>",
            "<a>" + "text &gt; ".repeat(2_000) + "</a>",
            "<e y=\"" + "v".repeat(9_000) + "\"/>",
            "<a:b/>",
            "<a><b></a>",
            "<a b=\"1\" b=\"2\"/>",
            "<a>&undeclared;</a>",
            "<!DOCTYPE a><a/>",
            "<a/>trailing",
            "<a>\u0001</a>",
            "<a",
            "");

    @Test
    void reused_saysWhatANewOneSays() throws Exception {
        List<String> expected = DOCUMENTS.stream().map(XmlReadersTest::fresh).toList();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> runs = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                Random random = new Random(seeds.value() + t);
                runs.add(threads.submit((Callable<Void>) () -> {
                    for (int i = 0; i < 1_500; i++) {
                        int which = random.nextInt(DOCUMENTS.size());
                        assertThat(told(DOCUMENTS.get(which).getBytes(StandardCharsets.UTF_8), random.nextInt(8) == 0))
                                .isIn(expected.get(which), "left");
                    }
                    return null;
                }));
            }
            for (Future<?> run : runs) {
                run.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** A document that long has a new reader. */
    private static String fresh(String document) {
        String padding = "<!--" + "x".repeat(40_000) + "-->";
        return told((document + padding).getBytes(StandardCharsets.UTF_8), false);
    }

    private static String told(byte[] document, boolean leave) {
        StringBuilder events = new StringBuilder();
        try {
            XMLStreamReader xml = StrictXml.pieces(document);
            try {
                while (xml.hasNext()) {
                    int event = xml.next();
                    if (event == XMLStreamReader.COMMENT) {
                        continue;
                    }
                    if (leave) {
                        return "left";
                    }
                    if (!xml.isCharacters()) {
                        events.append(' ').append(event).append(' ');
                    }
                    if (xml.isStartElement()) {
                        events.append(xml.getName()).append(xml.getNamespaceCount());
                        for (int i = 0; i < xml.getAttributeCount(); i++) {
                            events.append(xml.getAttributeName(i)).append('=').append(xml.getAttributeValue(i));
                        }
                    } else if (xml.hasText()) {
                        events.append(xml.getText());
                    }
                }
            } finally {
                xml.close();
            }
        } catch (XMLStreamException e) {
            return "broken";
        }
        return events.toString();
    }
}
