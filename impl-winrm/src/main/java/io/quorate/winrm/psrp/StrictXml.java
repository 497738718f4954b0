package io.quorate.winrm.psrp;

import java.io.ByteArrayInputStream;
import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.util.StreamReaderDelegate;
import org.jspecify.annotations.Nullable;

/**
 * Makes the readers of all XML that comes over a wire: no entities, no document types. The parser of the JDK never sees a document type,
 * because it answers broken ones with exceptions of other kinds and with output on the console; whatever else it throws comes out as an
 * {@link XMLStreamException} without a text of the document. Thread-safe.
 */
public final class StrictXml {
    private static final XmlReaders WHOLE_TEXTS = new XmlReaders(() -> factory(true));
    private static final XmlReaders PIECES = new XmlReaders(() -> factory(false));

    /** Up to so many bytes or characters a document is decoded at once and read by a reader that was used before. */
    private static final int BRIEF = 32 * 1024;

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
        return open(PIECES, decoded(document), document.length <= BRIEF);
    }

    /** Reads a document of UTF-8 or UTF-16, the text between two tags in one piece. */
    public static XMLStreamReader wholeTexts(byte[] document) throws XMLStreamException {
        return open(WHOLE_TEXTS, decoded(document), document.length <= BRIEF);
    }

    /**
     * Reads a text, that between two tags in one or several pieces.
     *
     * @param length how long it is, at most
     */
    static XMLStreamReader pieces(Reader text, int length) throws XMLStreamException {
        return open(PIECES, text, length <= BRIEF);
    }

    /**
     * Returns a reader of UTF-8, which lets go of the bytes when it is closed. What is brief is decoded at once, without the buffer that a
     * stream's decoder has; broken UTF-8 shows when it is read, in either case.
     */
    static Reader utf8(byte[] document, int from, int to) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        if (to - from <= BRIEF) {
            try {
                return new BriefText(decoder.decode(ByteBuffer.wrap(document, from, to - from)));
            } catch (CharacterCodingException e) {
                decoder.reset();
            }
        }
        return new InputStreamReader(new Bytes(document, from, to - from), decoder);
    }

    private static XMLStreamReader open(XmlReaders readers, Reader text, boolean brief) throws XMLStreamException {
        PlainXml plain = text instanceof BriefText whole ? whole.plain() : null;
        if (plain != null) {
            return plain;
        }
        try {
            return new Guarded(readers.open(new NoDocumentType(text), brief));
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
        if (charset == StandardCharsets.UTF_8) {
            return utf8(document, from, document.length);
        }
        return new InputStreamReader(
                new ByteArrayInputStream(document, from, document.length - from),
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
    }

    /** Lets go of the array when it is closed. */
    private static final class Bytes extends ByteArrayInputStream {
        Bytes(byte[] bytes, int offset, int length) {
            super(bytes, offset, length);
        }

        @Override
        public void close() {
            buf = new byte[0];
            count = 0;
            pos = 0;
        }
    }

    /** A text in memory, until it is closed. */
    private static final class BriefText extends Reader {
        private CharBuffer text;

        BriefText(CharBuffer text) {
            this.text = text;
        }

        /** Returns a reader of its own; null if only the JDK's reads it. */
        @Nullable
        PlainXml plain() {
            int from = text.arrayOffset() + text.position();
            return PlainXml.open(text.array(), from, from + text.remaining());
        }

        @Override
        public int read(char[] target, int offset, int length) {
            int count = Math.min(length, text.remaining());
            if (count == 0) {
                return length == 0 ? 0 : -1;
            }
            text.get(target, offset, count);
            return count;
        }

        @Override
        public void close() {
            text = CharBuffer.allocate(0);
        }
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
