package io.quorate.winrm.psrp;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.winrm.Seed;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read the quick way is what the JDK's parser reads; whatever that refuses or reads in another way is left to it. */
class PlainXmlTest {
    private static final int INPUTS = Boolean.getBoolean("quorate.sweep") ? 100_000 : 2_000;

    /** Behind the root element: it says nothing, and the quick way does not know it. */
    private static final String UNUSUAL = "<!-- -->";

    private static final List<String> PARTS = List.of(
            "<a>",
            "</a>",
            "<b>",
            "</b>",
            "<a/>",
            "<b x='1'/>",
            "<b x=\"1\" y='2' >",
            "<p:a xmlns:p='one'>",
            "</p:a>",
            "<p:b q:x='1' xmlns:q='two'/>",
            "<a xmlns='three'>",
            "<a xmlns=''>",
            "<a xml:lang='de' lang='en'/>",
            "</ a>",
            "</a >",
            "<a x='1' x='2'/>",
            "<a x='1'y='2'/>",
            "<a x = '1'/>",
            "<a x='<'/>",
            "<a x='&lt;&quot;&apos;&amp;&gt;'/>",
            "<a x='&#65;'/>",
            "<a x='\n'/>",
            "<a x='&b;'/>",
            "<a x=1/>",
            "<a x/>",
            "<xml:a/>",
            "<a xmlns:xml='one'/>",
            "<a xmlns:p=''/>",
            "<a xmlns:xmlns='one'/>",
            "<a xmlns:p='http://www.w3.org/XML/1998/namespace'/>",
            "<p:q:a/>",
            "<:a/>",
            "<a:/>",
            "<1a/>",
            "<a.-_1/>",
            "<\u00e4/>",
            "text",
            " ",
            "\n\t",
            "\r\n",
            "]]>",
            "]]",
            ">",
            "&lt;",
            "&amp;b",
            "&",
            "&lt",
            "&b;",
            "&#x41;",
            "\u0001",
            "\u007f\u0085",
            "\u00fc\u20ac",
            "\ud83d\ude00",
            "\ufffd",
            "\uffff",
            "<![CDATA[x]]>",
            "<!-- y -->",
            "<?z w?>",
            "<?xml version='1.0'?>",
            "<!DOCTYPE a>",
            "<",
            "<a",
            "</",
            "'",
            "\"",
            "_x000A_");

    @RegisterExtension
    final Seed seeds = Seed.usually(20_261_130);

    private static PlainXml plain(String document) {
        char[] chars = ("::" + document + "::").toCharArray();
        return PlainXml.open(chars, 2, 2 + document.length());
    }

    private static String told(XMLStreamReader xml) throws XMLStreamException {
        StringBuilder events = new StringBuilder();
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamConstants.COMMENT) {
                continue;
            }
            events.append(event).append(' ');
            if (xml.isStartElement()) {
                events.append(xml.getName())
                        .append('/')
                        .append(xml.getLocalName())
                        .append(xml.getNamespaceCount());
                events.append(xml.getNamespaceURI() == null ? "" : xml.getNamespaceURI());
                for (int i = 0; i < xml.getAttributeCount(); i++) {
                    String name = xml.getAttributeLocalName(i);
                    String uri = xml.getAttributeNamespace(i);
                    events.append(' ')
                            .append(xml.getAttributeName(i))
                            .append('=')
                            .append(xml.getAttributeValue(i));
                    events.append(xml.getAttributeValue(null, name)).append(uri == null ? "" : uri);
                }
                events.append(xml.getLocation().getLineNumber())
                        .append(':')
                        .append(xml.getLocation().getColumnNumber());
            } else if (event == XMLStreamConstants.CHARACTERS) {
                events.append(xml.getText()).append(xml.isWhiteSpace());
                events.append(xml.getTextCharacters(), xml.getTextStart(), xml.getTextLength());
            } else if (xml.isEndElement()) {
                events.append(xml.getLocalName());
            }
            events.append('\n');
        }
        xml.close();
        return events.toString();
    }

    private static String byTheOther(String document) throws XMLStreamException {
        return told(StrictXml.wholeTexts((document + UNUSUAL).getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void open_whateverComes_readsAsTheOtherParserOrNotAtAll() throws XMLStreamException {
        Random random = new Random(seeds.value());
        int read = 0;
        for (int i = 0; i < INPUTS; i++) {
            StringBuilder inner = new StringBuilder();
            for (int n = random.nextInt(6); n >= 0; n--) {
                inner.append(PARTS.get(random.nextInt(PARTS.size())));
            }
            String document = random.nextInt(8) == 0 ? inner.toString() : "<r xmlns:p='zero'>" + inner + "</r>";
            PlainXml plain = plain(document);
            if (plain != null) {
                read++;
                assertThat(told(plain)).as("input %s: %s", i, document).isEqualTo(byTheOther(document));
            }
        }
        assertThat(read).as("what was read").isGreaterThan(INPUTS / 20);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<S>x</S>",
                "<a:b xmlns:a=\"one\" xmlns=\"two\"><c a:d=\"1\" e=\"2\"/>\n <f/></a:b>",
                "<s:Envelope xml:lang=\"en-US\" xmlns:s=\"http://s\"><s:Header/><s:Body> &lt;&amp;&gt; </s:Body></s:Envelope>",
                "<Obj RefId=\"0\"><MS><S N=\"a\">_x000A_\u00fc</S><Nil N='b' /></MS></Obj>"
            })
    void open_whatPeersSend_readsItAsTheOtherParser(String document) throws XMLStreamException {
        PlainXml plain = plain(document);
        assertThat(plain).isNotNull();
        assertThat(told(plain)).isEqualTo(byTheOther(document));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "x",
                "<",
                "<a",
                "<a>",
                "<a></b>",
                "<a/><b/>",
                "<a/>x",
                " <a/>",
                "<a/> ",
                "<a>&b;</a>",
                "<a>&#1;</a>",
                "<a>]]></a>",
                "<a b='1' b='2'/>",
                "<p:a/>",
                "<a p:b='1'/>",
                "<!DOCTYPE a><a/>",
                "<a><!-- --></a>",
                "<a>\r</a>",
                "<a>\uffff</a>",
                "<a>\ud800</a>",
                "<a b='\t'/>"
            })
    void open_whatIsUnusual_leavesIt(String document) {
        assertThat(plain(document)).isNull();
    }

    @Test
    void next_behindTheEnd_isRefused() throws XMLStreamException {
        PlainXml plain = plain("<a/>");
        told(plain);
        assertThat(plain.hasNext()).isFalse();
        org.assertj.core.api.Assertions.assertThatThrownBy(plain::next).isInstanceOf(XMLStreamException.class);
    }
}
