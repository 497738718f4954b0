package io.quorate.lab.winrm;

import io.quorate.winrm.psrp.StrictXml;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** An element of a request, read without DTDs and entities, at most {@value #MAX_DEPTH} deep. */
final class XmlNode {
    static final int MAX_DEPTH = 100;

    private final String namespace;
    private final String name;
    private final Map<String, String> attributes = new LinkedHashMap<>();
    private final List<XmlNode> children = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    private XmlNode(String namespace, String name) {
        this.namespace = namespace;
        this.name = name;
    }

    /** Reads a document's root. */
    static XmlNode parse(byte[] document) throws XMLStreamException {
        XMLStreamReader reader = StrictXml.wholeTexts(document);
        try {
            return read(reader);
        } finally {
            reader.close();
        }
    }

    private static XmlNode read(XMLStreamReader reader) throws XMLStreamException {
        Deque<XmlNode> open = new ArrayDeque<>();
        XmlNode root = null;
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    XmlNode node = started(reader);
                    XmlNode parent = open.peek();
                    if (parent != null) {
                        parent.children.add(node);
                    } else {
                        root = node;
                    }
                    if (open.size() >= MAX_DEPTH) {
                        throw new XMLStreamException("deeper than " + MAX_DEPTH);
                    }
                    open.push(node);
                }
                case XMLStreamConstants.END_ELEMENT -> open.pop();
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    XmlNode current = open.peek();
                    if (current != null) {
                        current.text.append(reader.getText());
                    }
                }
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                    throw new XMLStreamException("document types are not allowed");
                default -> {
                    // comments and processing instructions carry nothing
                }
            }
        }
        if (root == null) {
            throw new XMLStreamException("no root element");
        }
        return root;
    }

    private static XmlNode started(XMLStreamReader reader) {
        String namespace = reader.getNamespaceURI();
        XmlNode node = new XmlNode(namespace == null ? "" : namespace, reader.getLocalName());
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            String prefix = reader.getAttributeNamespace(i);
            String key = reader.getAttributeLocalName(i);
            node.attributes.put(
                    prefix == null || prefix.isEmpty() ? key : prefix + " " + key, reader.getAttributeValue(i));
        }
        return node;
    }

    String namespace() {
        return namespace;
    }

    String name() {
        return name;
    }

    List<XmlNode> children() {
        return children;
    }

    boolean is(String ns, String localName) {
        return name.equals(localName) && namespace.equals(ns);
    }

    /** Returns the text, trimmed. */
    String text() {
        return text.toString().trim();
    }

    /** Returns an attribute written plain or with the given namespace, as clients do both; null if there is none. */
    @Nullable
    String attribute(String ns, String localName) {
        String plain = attributes.get(localName);
        return plain != null ? plain : attributes.get(ns + " " + localName);
    }

    @Nullable
    XmlNode child(String ns, String localName) {
        for (XmlNode child : children) {
            if (child.is(ns, localName)) {
                return child;
            }
        }
        return null;
    }

    List<XmlNode> children(String ns, String localName) {
        return children.stream().filter(c -> c.is(ns, localName)).toList();
    }
}
