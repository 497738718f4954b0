package io.quorate.winrm.psrp;

import java.io.ByteArrayInputStream;
import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.util.StreamReaderDelegate;

/**
 * Makes the readers of all XML that comes over a wire: no entities, no document types. The parser of the JDK never sees a document type,
 * because it answers broken ones with exceptions of other kinds and with output on the console; whatever else it throws comes out as an
 * {@link XMLStreamException} without a text of the document. Thread-safe.
 */
public final class StrictXml {
    private static final XMLInputFactory WHOLE_TEXTS = factory(true);
    private static final XMLInputFactory PIECES = factory(false);

    private StrictXml() {}

    private static XMLInputFactory factory(boolean coalescing) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, coalescing);
        // Since JDK 24 these stop deep graphs and long texts with many references. Entities cannot be declared here;
        // the limits are those of who reads.
        for (String limit : List.of("maxElementDepth", "maxGeneralEntitySizeLimit", "totalEntitySizeLimit")) {
            String name = "http://www.oracle.com/xml/jaxp/properties/" + limit;
            if (factory.isPropertySupported(name)) {
                factory.setProperty(name, "0");
            }
        }
        factory.setXMLReporter((message, type, about, place) -> {});
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("external entities are not read");
        });
        return factory;
    }

    /** Reads a document of UTF-8 or UTF-16, the text between two tags in one or several pieces. */
    public static XMLStreamReader pieces(byte[] document) throws XMLStreamException {
        return open(PIECES, decoded(document));
    }

    /** Reads a document of UTF-8 or UTF-16, the text between two tags in one piece. */
    public static XMLStreamReader wholeTexts(byte[] document) throws XMLStreamException {
        return open(WHOLE_TEXTS, decoded(document));
    }

    /** Reads a text, that between two tags in one or several pieces. */
    static XMLStreamReader pieces(Reader text) throws XMLStreamException {
        return open(PIECES, text);
    }

    private static XMLStreamReader open(XMLInputFactory factory, Reader text) throws XMLStreamException {
        try {
            return new Guarded(factory.createXMLStreamReader(new NoDocumentType(text)));
        } catch (RuntimeException e) {
            throw broken();
        }
    }

    private static XMLStreamException broken() {
        return new XMLStreamException("this cannot be parsed");
    }

    /** What a document declares as its encoding says less than its first bytes (XML 1.0, appendix F). */
    private static Reader decoded(byte[] document) {
        int first = document.length < 2 ? 0 : (document[0] & 0xFF) << 8 | document[1] & 0xFF;
        Charset charset = switch (first) {
            case 0xFEFF, 0xFFFE -> StandardCharsets.UTF_16;
            case '<' -> StandardCharsets.UTF_16BE;
            case '<' << 8 -> StandardCharsets.UTF_16LE;
            default -> StandardCharsets.UTF_8;
        };
        boolean marked = document.length >= 3 && first == 0xEFBB && (document[2] & 0xFF) == 0xBF;
        int from = marked ? 3 : 0;
        return new InputStreamReader(
                new ByteArrayInputStream(document, from, document.length - from),
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
    }

    /** The parser is told nothing it could stumble over in its own way. */
    private static final class Guarded extends StreamReaderDelegate {
        Guarded(XMLStreamReader reader) {
            super(reader);
        }

        @Override
        public int next() throws XMLStreamException {
            try {
                return super.next();
            } catch (RuntimeException | StackOverflowError e) {
                throw broken();
            }
        }
    }

    /**
     * Refuses a document type. It can stand before the root element only; from there on everything passes unseen. What stands before it is
     * looked at character by character.
     */
    private static final class NoDocumentType extends FilterReader {
        private static final String COMMENT = "<!--";

        /** What has been seen of markup, until it is known what it is. */
        private final StringBuilder begun = new StringBuilder();

        /** What ends the comment or instruction the reader is in; empty outside. */
        private String until = "";

        private int matched;
        private boolean inRoot;

        NoDocumentType(Reader text) {
            super(text);
        }

        @Override
        public int read() throws IOException {
            char[] one = new char[1];
            return read(one, 0, 1) < 0 ? -1 : one[0];
        }

        @Override
        public int read(char[] target, int offset, int length) throws IOException {
            int count = super.read(target, offset, length);
            for (int i = offset; !inRoot && i < offset + count; i++) {
                look(target[i]);
            }
            return count;
        }

        private void look(char c) throws IOException {
            if (!until.isEmpty()) {
                skip(c);
                return;
            }
            if (begun.length() == 0) {
                if (c == '<') {
                    begun.append(c);
                }
                return;
            }
            begun.append(c);
            String markup = begun.toString();
            if (markup.equals(COMMENT)) {
                comes("-->");
            } else if (markup.equals("<?")) {
                comes("?>");
            } else if (markup.charAt(1) != '!') {
                inRoot = true;
            } else if (!COMMENT.startsWith(markup)) {
                throw new IOException("a document type");
            }
        }

        private void comes(String end) {
            until = end;
            matched = 0;
            begun.setLength(0);
        }

        private void skip(char c) {
            if (c == until.charAt(matched)) {
                matched++;
            } else if (c != '-' || matched < 2) {
                // Of a row of hyphens the last two count.
                matched = c == until.charAt(0) ? 1 : 0;
            }
            if (matched == until.length()) {
                until = "";
            }
        }
    }
}
