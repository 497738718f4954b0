package io.quorate.winrm.psrp;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.xml.stream.Location;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads one CLIXML document off a StAX cursor. Accepts what the deserializer of PowerShell accepts, except that an element may not
 * appear twice where Windows writes it once, and that unknown elements are refused.
 */
final class ClixmlReader {
    static final String NAMESPACE = "http://schemas.microsoft.com/powershell/2004/04";

    /** How many shared type names weigh as much as an element. */
    private static final int NAMES_PER_ELEMENT = 4;

    private static final Map<String, PsType> TYPES = typesByTag();

    private final XMLStreamReader xml;
    private final Reader source;
    private final ClixmlLimits limits;
    private final Map<String, PsObject> objects = new HashMap<>();
    private final Map<String, List<String>> typeNames = new HashMap<>();
    private final StringBuilder joined = new StringBuilder();
    private SecureCodec secure = SecureCodec.none();
    private int depth;
    private int elements;

    private ClixmlReader(XMLStreamReader xml, Reader source, ClixmlLimits limits) {
        this.xml = xml;
        this.source = source;
        this.limits = limits;
    }

    static ClixmlReader open(String text, ClixmlLimits limits) {
        Objects.requireNonNull(text, "xml");
        Objects.requireNonNull(limits, "limits");
        if (text.length() > limits.maxLength()) {
            throw new ClixmlException("CLIXML longer than " + limits.maxLength() + " characters");
        }
        StringReader reader = new StringReader(text);
        if (!text.isEmpty() && text.charAt(0) == '\uFEFF') {
            skip(reader);
        }
        boolean harmless = GuardedReader.isHarmless(text.length()) && !text.contains("&#");
        return open(harmless ? reader : new GuardedReader(reader), text.length(), limits);
    }

    static ClixmlReader open(byte[] utf8, int offset, int length, ClixmlLimits limits) {
        Objects.checkFromIndexSize(offset, length, utf8.length);
        Objects.requireNonNull(limits, "limits");
        if (length > limits.maxLength()) {
            throw new ClixmlException("CLIXML longer than " + limits.maxLength() + " bytes");
        }
        int from = offset;
        if (length >= 3
                && utf8[from] == (byte) 0xEF
                && utf8[from + 1] == (byte) 0xBB
                && utf8[from + 2] == (byte) 0xBF) {
            from += 3;
        }
        Reader reader = StrictXml.utf8(utf8, from, offset + length);
        boolean harmless = GuardedReader.isHarmless(length) && !hasReference(utf8, from, offset + length);
        return open(harmless ? reader : new GuardedReader(reader), length, limits);
    }

    private static ClixmlReader open(Reader reader, int length, ClixmlLimits limits) {
        try {
            return new ClixmlReader(StrictXml.pieces(reader, length), reader, limits);
        } catch (XMLStreamException | RuntimeException e) {
            throw new ClixmlException("CLIXML does not begin as XML");
        }
    }

    /** Sets what decrypts secure strings. */
    ClixmlReader secured(SecureCodec codec) {
        secure = codec;
        return this;
    }

    /** Reads a single value. */
    PsValue message() {
        return guarded(() -> {
            if (!start()) {
                throw malformed("no element");
            }
            PsValue value = value();
            end();
            return value;
        });
    }

    /** Reads the values inside an {@code Objs} element. */
    List<ClixmlItem> document() {
        return guarded(() -> {
            if (!start() || !xml.getLocalName().equals("Objs")) {
                throw malformed("no Objs element");
            }
            String version = xml.getAttributeValue(null, "Version");
            if (version == null || !version.startsWith("1.")) {
                throw malformed("a version other than 1.x");
            }
            List<ClixmlItem> items = new ArrayList<>();
            while (start()) {
                String stream = xml.getAttributeValue(null, "S");
                items.add(new ClixmlItem(stream == null ? null : ClixmlText.unescape(stream), value()));
            }
            end();
            return items;
        });
    }

    private <T> T guarded(Step<T> step) {
        try {
            return step.run();
        } catch (XMLStreamException e) {
            // The parser's message quotes the document, so it is not passed on as the cause.
            throw new ClixmlException("CLIXML is not well-formed XML" + place(e.getLocation()));
        } catch (ClixmlException e) {
            throw e;
        } catch (RuntimeException e) {
            // The parser of the JDK answers some broken documents with exceptions of other kinds.
            throw new ClixmlException("CLIXML cannot be parsed");
        } finally {
            close();
        }
    }

    /** The JDK's factory remembers its last reader: let that not keep the document alive. */
    private void close() {
        try {
            source.close();
            xml.close();
        } catch (XMLStreamException | IOException e) {
            // Nothing but memory was held.
        }
    }

    private interface Step<T> {
        T run() throws XMLStreamException;
    }

    /** Reads the value whose start tag the cursor is at, to its end tag. */
    private PsValue value() throws XMLStreamException {
        String tag = xml.getLocalName();
        return switch (tag) {
            case "Obj" -> object();
            case "Nil" -> {
                empty(tag);
                yield PsNil.NIL;
            }
            case "Ref" -> reference();
            case "PR" -> progress();
            default -> primitive(tag);
        };
    }

    private PsPrimitive primitive(String tag) throws XMLStreamException {
        PsType type = TYPES.get(tag);
        if (type == null) {
            throw malformed("an unknown element " + shown(tag));
        }
        Object value = type == PsType.SECURE_STRING
                ? secure.decrypt(ClixmlText.unescape(text(tag)))
                : ClixmlScalars.parse(type, text(tag));
        if (value == null) {
            throw malformed(tag + " holds no " + type.netType());
        }
        return new PsPrimitive(type, value);
    }

    private PsObject reference() throws XMLStreamException {
        PsObject object = objects.get(required("Ref", "RefId"));
        if (object == null) {
            throw malformed("a Ref to an object that did not come before it");
        }
        empty("Ref");
        return object;
    }

    private PsObject object() throws XMLStreamException {
        if (++depth > limits.maxDepth()) {
            throw malformed("objects nest deeper than " + limits.maxDepth());
        }
        PsObject object = new PsObject();
        String id = xml.getAttributeValue(null, "RefId");
        if (id != null) {
            objects.put(id, object);
        }
        int seen = 0;
        while (start()) {
            String tag = xml.getLocalName();
            int part;
            switch (tag) {
                case "TN" -> {
                    part = 1;
                    typeNames(object);
                }
                case "TNRef" -> {
                    part = 1;
                    typeNamesReference(object);
                }
                case "ToString" -> {
                    part = 2;
                    object.text(ClixmlText.unescape(text(tag)));
                }
                case "Props" -> {
                    part = 4;
                    properties(object.adapted(), false);
                }
                case "MS" -> {
                    part = 8;
                    properties(object.extended(), true);
                }
                default -> {
                    part = 16;
                    content(object, tag);
                }
            }
            if ((seen & part) != 0) {
                throw malformed("an Obj with two of " + shown(tag));
            }
            seen |= part;
        }
        object.markSets((seen & 4) != 0, (seen & 8) != 0);
        depth--;
        return object;
    }

    private void content(PsObject object, String tag) throws XMLStreamException {
        switch (tag) {
            case "LST" -> items(object, PsItems.Kind.LIST);
            case "STK" -> items(object, PsItems.Kind.STACK);
            case "QUE" -> items(object, PsItems.Kind.QUEUE);
            case "IE" -> items(object, PsItems.Kind.ENUMERABLE);
            case "DCT" -> dictionary(object);
            case "Obj" -> object.content(object());
            case "Ref", "Nil" -> throw malformed(tag + " as the content of an Obj");
            case "PR" -> object.content(progress());
            default -> object.content(primitive(tag));
        }
    }

    private void typeNames(PsObject object) throws XMLStreamException {
        String id = xml.getAttributeValue(null, "RefId");
        List<String> names = object.typeNames();
        while (start()) {
            if (!xml.getLocalName().equals("T")) {
                throw malformed("something other than T in TN");
            }
            String name = ClixmlText.unescape(text("T"));
            if (!name.isEmpty()) {
                names.add(name);
            }
        }
        if (id != null) {
            typeNames.put(id, names);
        }
    }

    private void typeNamesReference(PsObject object) throws XMLStreamException {
        List<String> names = typeNames.get(required("TNRef", "RefId"));
        if (names == null) {
            throw malformed("a TNRef to type names that did not come before it");
        }
        count(names.size() / NAMES_PER_ELEMENT);
        object.typeNames().addAll(names);
        empty("TNRef");
    }

    private void properties(List<PsProperty> properties, boolean memberSets) throws XMLStreamException {
        while (start()) {
            String name = ClixmlText.unescape(required("a property", "N"));
            PsValue value = memberSets && xml.getLocalName().equals("MS") ? memberSet() : value();
            properties.add(new PsProperty(name, value));
        }
    }

    private PsObject memberSet() throws XMLStreamException {
        if (++depth > limits.maxDepth()) {
            throw malformed("objects nest deeper than " + limits.maxDepth());
        }
        PsObject set = PsObject.of(PsObject.Form.MEMBER_SET, "System.Management.Automation.PSMemberSet");
        properties(set.extended(), true);
        depth--;
        return set;
    }

    private void items(PsObject object, PsItems.Kind kind) throws XMLStreamException {
        PsItems items = new PsItems(kind, List.of());
        object.content(items);
        while (start()) {
            items.values().add(value());
        }
    }

    private void dictionary(PsObject object) throws XMLStreamException {
        PsDictionary dictionary = new PsDictionary(List.of());
        object.content(dictionary);
        while (start()) {
            if (!xml.getLocalName().equals("En")) {
                throw malformed("something other than En in DCT");
            }
            PsValue key = part("Key");
            if (key.isNil()) {
                throw malformed("a Key that is Nil");
            }
            PsValue value = part("Value");
            if (start()) {
                throw malformed("more than Key and Value in En");
            }
            dictionary.entries().add(new PsDictionary.Entry(key, value));
        }
    }

    private PsValue part(String name) throws XMLStreamException {
        if (!start() || !name.equalsIgnoreCase(required("a part of En", "N"))) {
            throw malformed("an En without " + name);
        }
        return value();
    }

    /** Reads the progress record of the command-line form into the properties that the PSRP message has. */
    private PsObject progress() throws XMLStreamException {
        PsObject record = PsObject.of(PsObject.Form.PROGRESS_RECORD, "System.Management.Automation.ProgressRecord");
        record.with("Activity", PsValue.string(field("AV")));
        record.with("ActivityId", number("AI"));
        if (!start()) {
            throw malformed("a PR without its current operation");
        }
        PsValue operation = value();
        record.with("CurrentOperation", operation);
        record.with("ParentActivityId", number("PI"));
        record.with("PercentComplete", number("PC"));
        String type = field("T");
        boolean completed = type.equalsIgnoreCase("Completed");
        if (!completed && !type.equalsIgnoreCase("Processing")) {
            throw malformed("a PR of an unknown type");
        }
        record.with(
                "Type",
                PsObject.enumeration(
                        "System.Management.Automation.ProgressRecordType",
                        completed ? "Completed" : "Processing",
                        completed ? 1 : 0));
        record.with("SecondsRemaining", number("SR"));
        record.with("StatusDescription", PsValue.string(field("SD")));
        if (start()) {
            throw malformed("more than a progress record in PR");
        }
        return record;
    }

    private PsPrimitive number(String tag) throws XMLStreamException {
        Object number = ClixmlScalars.parse(PsType.INT32, field(tag));
        if (number == null) {
            throw malformed(tag + " holds no " + PsType.INT32.netType());
        }
        return new PsPrimitive(PsType.INT32, number);
    }

    private String field(String tag) throws XMLStreamException {
        if (!start() || !xml.getLocalName().equals(tag)) {
            throw malformed("a PR without " + tag);
        }
        return ClixmlText.unescape(text(tag));
    }

    /** Moves to the next tag; true at a start tag, false at the end tag of the element around. */
    private boolean start() throws XMLStreamException {
        while (true) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    count(1);
                    String namespace = xml.getNamespaceURI();
                    if (namespace != null && !namespace.isEmpty() && !namespace.equals(NAMESPACE)) {
                        throw malformed("an element of another namespace");
                    }
                    return true;
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    return false;
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                    if (!xml.isWhiteSpace()) {
                        throw malformed("text between elements");
                    }
                }
                case XMLStreamConstants.COMMENT, XMLStreamConstants.PROCESSING_INSTRUCTION -> {}
                default -> throw malformed("a document type, an entity or no element at all");
            }
        }
    }

    /** Reads the text of the element whose start tag the cursor is at, to its end tag. */
    private String text(String tag) throws XMLStreamException {
        String first = "";
        joined.setLength(0);
        while (true) {
            switch (xml.next()) {
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                    if (first.isEmpty()) {
                        first = xml.getText();
                    } else {
                        if (joined.length() == 0) {
                            joined.append(first);
                        }
                        joined.append(xml.getTextCharacters(), xml.getTextStart(), xml.getTextLength());
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    return joined.length() == 0 ? first : joined.toString();
                }
                case XMLStreamConstants.COMMENT, XMLStreamConstants.PROCESSING_INSTRUCTION -> {}
                case XMLStreamConstants.START_ELEMENT -> throw malformed("an element inside " + shown(tag));
                default -> throw malformed("an entity inside " + shown(tag));
            }
        }
    }

    private void empty(String tag) throws XMLStreamException {
        if (start()) {
            throw malformed("an element inside " + tag);
        }
    }

    /** Reads on behind the root element. */
    private void end() throws XMLStreamException {
        int event;
        do {
            event = xml.next();
        } while (event != XMLStreamConstants.END_DOCUMENT);
    }

    private String required(String owner, String attribute) {
        String value = xml.getAttributeValue(null, attribute);
        if (value == null) {
            throw malformed(owner + " without " + attribute);
        }
        return value;
    }

    private void count(int more) {
        elements += more;
        if (elements > limits.maxElements()) {
            throw malformed("more than " + limits.maxElements() + " elements");
        }
    }

    private ClixmlException malformed(String what) {
        return new ClixmlException("Malformed CLIXML: " + what + place(xml.getLocation()));
    }

    private static String place(@Nullable Location at) {
        return at == null ? "" : " (line " + at.getLineNumber() + ", column " + at.getColumnNumber() + ")";
    }

    private static String shown(String tag) {
        return tag.length() <= 20 ? tag : tag.substring(0, 20) + "...";
    }

    private static void skip(StringReader reader) {
        try {
            if (reader.read() < 0) {
                throw new ClixmlException("Malformed CLIXML: no element");
            }
        } catch (IOException e) {
            throw new ClixmlException("CLIXML cannot be read", e);
        }
    }

    private static boolean hasReference(byte[] utf8, int from, int to) {
        for (int i = from; i < to - 1; i++) {
            if (utf8[i] == '&' && utf8[i + 1] == '#') {
                return true;
            }
        }
        return false;
    }

    private static Map<String, PsType> typesByTag() {
        Map<String, PsType> types = new HashMap<>();
        for (PsType type : PsType.values()) {
            types.put(type.tag(), type);
        }
        return types;
    }
}
