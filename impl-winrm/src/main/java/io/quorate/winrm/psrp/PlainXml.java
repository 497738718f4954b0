package io.quorate.winrm.psrp;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import javax.xml.XMLConstants;
import javax.xml.namespace.QName;
import javax.xml.stream.Location;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.util.StreamReaderDelegate;
import org.jspecify.annotations.Nullable;

/**
 * Reads the XML that peers really send: elements, attributes and text, names of ASCII letters, no more entities than the five that XML has.
 * Such a document is read whole at once, several times as fast as by the JDK's parser. Whatever is otherwise, malformed documents above all, is
 * {@linkplain #open not opened}, and left to that parser with all its checks and its words for what is wrong.
 */
final class PlainXml extends StreamReaderDelegate {
    private static final int LONGEST_NAME = 200;
    private static final int MOST_ATTRIBUTES = 64;
    private static final int DEEPEST = 1_000;
    private static final List<String> RESERVED = List.of(XMLConstants.XML_NS_URI, XMLConstants.XMLNS_ATTRIBUTE_NS_URI);

    private final char[] text;
    private final int start;
    private final int length;
    private final List<Object> events = new ArrayList<>();
    private int at;

    private int event = START_DOCUMENT;
    private int index = -1;
    private @Nullable Object current;

    /** Not to be read here. */
    private static final class Unusual extends Exception {
        private static final long serialVersionUID = 1L;

        Unusual() {
            super(null, null, false, false);
        }
    }

    private record Attribute(
            String prefix, String name, @Nullable String uri, String value) {}

    /** A prefix that is bound, by an element and inside it. */
    private record Binding(
            String prefix, @Nullable String uri, @Nullable Binding outer) {}

    private static final class Element {
        private final String prefix;
        private final String name;
        private final @Nullable Element parent;
        private final List<Attribute> attributes = new ArrayList<>(4);
        private @Nullable Binding bindings;
        private int declared;
        private @Nullable String uri;
        private int end;

        Element(String prefix, String name, @Nullable Element parent) {
            this.prefix = prefix;
            this.name = name;
            this.parent = parent;
            this.bindings = parent == null ? null : parent.bindings;
        }
    }

    private record End(Element of, int end) {}

    /** A piece of the document, or what entities made of it. */
    private record Text(char[] chars, int start, int length, int end) {}

    private PlainXml(char[] text, int start, int end) {
        this.text = text;
        this.start = start;
        this.at = start;
        this.length = end;
    }

    /** Returns a reader of a part of an array that nobody changes; null if that is not the kind of document that this reads. */
    static @Nullable PlainXml open(char[] text, int start, int end) {
        PlainXml xml = new PlainXml(text, start, end);
        try {
            xml.scan();
            return xml;
        } catch (Unusual e) {
            return null;
        }
    }

    // scanning

    private void scan() throws Unusual {
        Element open = null;
        int depth = 0;
        do {
            if (open != null && peek() != '<') {
                events.add(text());
            }
            expect('<');
            if (peek() == '/') {
                at++;
                Element ended = some(open);
                closed(ended);
                open = ended.parent;
                depth--;
            } else {
                Element begun = started(open);
                events.add(begun);
                if (peek() == '/') {
                    at++;
                    expect('>');
                    begun.end = at;
                    events.add(new End(begun, at));
                } else {
                    expect('>');
                    begun.end = at;
                    open = begun;
                    if (++depth > DEEPEST) {
                        throw new Unusual();
                    }
                }
            }
        } while (open != null);
        if (at != length) {
            throw new Unusual();
        }
    }

    private static Element some(@Nullable Element open) throws Unusual {
        if (open == null) {
            throw new Unusual();
        }
        return open;
    }

    private char peek() throws Unusual {
        if (at >= length) {
            throw new Unusual();
        }
        return text[at];
    }

    private void expect(char wanted) throws Unusual {
        if (peek() != wanted) {
            throw new Unusual();
        }
        at++;
    }

    private void closed(Element element) throws Unusual {
        if (!element.prefix.isEmpty()) {
            literal(element.prefix);
            expect(':');
        }
        literal(element.name);
        spaces();
        expect('>');
        events.add(new End(element, at));
    }

    private void literal(String wanted) throws Unusual {
        if (length - at < wanted.length()) {
            throw new Unusual();
        }
        for (int i = 0; i < wanted.length(); i++) {
            if (text[at++] != wanted.charAt(i)) {
                throw new Unusual();
            }
        }
    }

    /** Returns whether there were any. */
    private boolean spaces() {
        int from = at;
        while (at < length && (text[at] == ' ' || text[at] == '\n' || text[at] == '\t')) {
            at++;
        }
        return at > from;
    }

    /** Reads a name without a prefix, or the part before or behind its colon. */
    private String name() throws Unusual {
        int from = at;
        while (at < length && isName(text[at], at == from)) {
            at++;
        }
        if (at == from || at - from > LONGEST_NAME) {
            throw new Unusual();
        }
        return new String(text, from, at - from);
    }

    private static boolean isName(char c, boolean first) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c == '_'
                || !first && (c >= '0' && c <= '9' || c == '-' || c == '.');
    }

    private Element started(@Nullable Element parent) throws Unusual {
        String prefix = "";
        String name = name();
        if (peek() == ':') {
            at++;
            prefix = name;
            name = name();
        }
        Element element = new Element(prefix, name, parent);
        while (spaces() && peek() != '>' && peek() != '/') {
            attribute(element);
        }
        if (prefix.equals("xml") || prefix.equals("xmlns")) {
            throw new Unusual();
        }
        element.uri = bound(element, prefix);
        List<Attribute> attributes = element.attributes;
        for (int i = 0; i < attributes.size(); i++) {
            Attribute one = attributes.get(i);
            if (!one.prefix.isEmpty()) {
                String uri = one.prefix.equals("xml") ? XMLConstants.XML_NS_URI : bound(element, one.prefix);
                attributes.set(i, new Attribute(one.prefix, one.name, uri, one.value));
            }
            // Names that are equal in different namespaces are rare enough.
            for (int other = 0; other < i; other++) {
                if (attributes.get(other).name.equals(one.name)) {
                    throw new Unusual();
                }
            }
        }
        return element;
    }

    /** Returns the namespace of a prefix; null for none. */
    private static @Nullable String bound(Element element, String prefix) throws Unusual {
        for (Binding binding = element.bindings; binding != null; binding = binding.outer) {
            if (binding.prefix.equals(prefix)) {
                return binding.uri;
            }
        }
        if (!prefix.isEmpty()) {
            throw new Unusual();
        }
        return null;
    }

    private void attribute(Element element) throws Unusual {
        String prefix = "";
        String name = name();
        if (peek() == ':') {
            at++;
            prefix = name;
            name = name();
        }
        spaces();
        expect('=');
        spaces();
        String value = value();
        if (prefix.equals("xmlns")) {
            declare(element, name, value);
        } else if (prefix.isEmpty() && name.equals("xmlns")) {
            declare(element, "", value);
        } else if (element.attributes.size() < MOST_ATTRIBUTES) {
            element.attributes.add(new Attribute(prefix, name, null, value));
        } else {
            throw new Unusual();
        }
    }

    private static void declare(Element element, String prefix, String uri) throws Unusual {
        boolean reserved = prefix.equals("xml") || prefix.equals("xmlns") || RESERVED.contains(uri);
        if (reserved || uri.isEmpty() && !prefix.isEmpty() || element.declared >= MOST_ATTRIBUTES) {
            throw new Unusual();
        }
        Binding binding = element.bindings;
        for (int i = 0; i < element.declared && binding != null; i++, binding = binding.outer) {
            if (binding.prefix.equals(prefix)) {
                throw new Unusual();
            }
        }
        element.bindings = new Binding(prefix, uri.isEmpty() ? null : uri, element.bindings);
        element.declared++;
    }

    /** Reads a quoted value. */
    private String value() throws Unusual {
        char quote = peek();
        if (quote != '"' && quote != '\'') {
            throw new Unusual();
        }
        int from = ++at;
        StringBuilder decoded = null;
        for (char c = peek(); c != quote; c = peek()) {
            if (c < ' ' || c == '<' || c >= Character.MIN_SURROGATE) {
                throw new Unusual();
            }
            if (c == '&') {
                decoded = decoded == null ? new StringBuilder() : decoded;
                decoded.append(text, from, at - from).append(entity());
                from = at;
            } else {
                at++;
            }
        }
        int end = at++;
        return decoded == null
                ? new String(text, from, end - from)
                : decoded.append(text, from, end - from).toString();
    }

    /** Reads what stands between two tags; there is something. */
    private Text text() throws Unusual {
        int from = at;
        int begun = at;
        StringBuilder decoded = null;
        char[] chars = text;
        while (at < length && chars[at] != '<') {
            char c = chars[at];
            if (c < ' ' && c != '\n' && c != '\t' || c >= Character.MIN_SURROGATE) {
                throw new Unusual();
            }
            if (c == '&') {
                decoded = decoded == null ? new StringBuilder() : decoded;
                decoded.append(chars, from, at - from).append(entity());
                from = at;
            } else if (c == '>' && at - begun >= 2 && chars[at - 1] == ']' && chars[at - 2] == ']') {
                throw new Unusual();
            } else {
                at++;
            }
        }
        if (decoded == null) {
            return new Text(chars, begun, at - begun, at);
        }
        decoded.append(chars, from, at - from);
        char[] whole = new char[decoded.length()];
        decoded.getChars(0, whole.length, whole, 0);
        return new Text(whole, 0, whole.length, at);
    }

    private char entity() throws Unusual {
        at++;
        return switch (name()) {
            case "lt" -> semicolon('<');
            case "gt" -> semicolon('>');
            case "amp" -> semicolon('&');
            case "quot" -> semicolon('"');
            case "apos" -> semicolon('\'');
            default -> throw new Unusual();
        };
    }

    private char semicolon(char means) throws Unusual {
        expect(';');
        return means;
    }

    // reading

    @Override
    public boolean hasNext() {
        return event != END_DOCUMENT;
    }

    @Override
    public int next() throws XMLStreamException {
        if (event == END_DOCUMENT) {
            throw new XMLStreamException("there is nothing behind the document's end");
        }
        index++;
        current = index < events.size() ? events.get(index) : null;
        event = current == null
                ? END_DOCUMENT
                : current instanceof Element ? START_ELEMENT : current instanceof End ? END_ELEMENT : CHARACTERS;
        return event;
    }

    @Override
    public int getEventType() {
        return event;
    }

    @Override
    public boolean isStartElement() {
        return event == START_ELEMENT;
    }

    @Override
    public boolean isEndElement() {
        return event == END_ELEMENT;
    }

    @Override
    public boolean isCharacters() {
        return event == CHARACTERS;
    }

    @Override
    public boolean hasText() {
        return event == CHARACTERS;
    }

    @Override
    public boolean hasName() {
        return event == START_ELEMENT || event == END_ELEMENT;
    }

    private Element element() {
        if (current instanceof Element element) {
            return element;
        }
        if (current instanceof End ended) {
            return ended.of;
        }
        throw new IllegalStateException("the cursor is at no element");
    }

    private Text piece() {
        if (current instanceof Text piece) {
            return piece;
        }
        throw new IllegalStateException("the cursor is at no text");
    }

    @Override
    public QName getName() {
        Element element = element();
        return new QName(element.uri, element.name, element.prefix);
    }

    @Override
    public String getLocalName() {
        return element().name;
    }

    @Override
    public String getPrefix() {
        return element().prefix;
    }

    @Override
    public @Nullable String getNamespaceURI() {
        return element().uri;
    }

    @Override
    public int getNamespaceCount() {
        return element().declared;
    }

    @Override
    public int getAttributeCount() {
        return element().attributes.size();
    }

    @Override
    public QName getAttributeName(int number) {
        Attribute one = element().attributes.get(number);
        return new QName(one.uri, one.name, one.prefix);
    }

    @Override
    public String getAttributeLocalName(int number) {
        return element().attributes.get(number).name;
    }

    @Override
    public @Nullable String getAttributeNamespace(int number) {
        return element().attributes.get(number).uri;
    }

    @Override
    public String getAttributeValue(int number) {
        return element().attributes.get(number).value;
    }

    /** Without a namespace the name alone counts, as with the JDK's. */
    @Override
    public @Nullable String getAttributeValue(@Nullable String uri, String name) {
        for (Attribute one : element().attributes) {
            if (one.name.equals(name) && (uri == null || uri.equals(one.uri))) {
                return one.value;
            }
        }
        return null;
    }

    @Override
    public String getText() {
        Text piece = piece();
        return new String(piece.chars, piece.start, piece.length);
    }

    @Override
    public char[] getTextCharacters() {
        return piece().chars;
    }

    @Override
    public int getTextStart() {
        return piece().start;
    }

    @Override
    public int getTextLength() {
        return piece().length;
    }

    @Override
    public boolean isWhiteSpace() {
        if (!(current instanceof Text piece)) {
            return false;
        }
        for (int i = piece.start; i < piece.start + piece.length; i++) {
            if (piece.chars[i] > ' ') {
                return false;
            }
        }
        return true;
    }

    @Override
    public String getVersion() {
        return "1.0";
    }

    @Override
    public Location getLocation() {
        int end = current instanceof Element element
                ? element.end
                : current instanceof End ended ? ended.end : current instanceof Text piece ? piece.end : length;
        int line = 1;
        int column = 1;
        for (int i = start; i < end; i++) {
            column = text[i] == '\n' ? 1 : column + 1;
            line += text[i] == '\n' ? 1 : 0;
        }
        return new Place(line, column, end - start);
    }

    private record Place(int line, int column, int offset) implements Location {
        @Override
        public int getLineNumber() {
            return line;
        }

        @Override
        public int getColumnNumber() {
            return column;
        }

        @Override
        public int getCharacterOffset() {
            return offset;
        }

        @Override
        public @Nullable String getPublicId() {
            return null;
        }

        @Override
        public @Nullable String getSystemId() {
            return null;
        }
    }

    @Override
    public Object getProperty(String name) {
        throw new IllegalArgumentException("no such property");
    }

    @Override
    public XMLStreamReader getParent() {
        throw new NoSuchElementException("there is no other reader");
    }

    @Override
    public void close() {
        events.clear();
        current = null;
        event = END_DOCUMENT;
    }
}
