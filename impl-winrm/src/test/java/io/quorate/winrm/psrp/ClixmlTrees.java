package io.quorate.winrm.psrp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;

/**
 * Compares CLIXML documents as trees, apart from how references are numbered. Parses with the DOM, not with the codec under test, so
 * that what the codec reads wrongly and writes back wrongly does not go unseen.
 */
public final class ClixmlTrees {
    private ClixmlTrees() {}

    /** Asserts that two documents have equal elements, attributes and texts in equal order, references renumbered. */
    public static void assertSameTree(String expected, String actual) {
        assertThat(canonical(actual)).isEqualTo(canonical(expected));
    }

    /** Returns a document as indented lines with the references numbered from 0 in the order of their definitions. */
    public static String canonical(String xml) {
        // The references that XML 1.0 forbids and the escapes that mean the same.
        String readable = xml.replace("&#xFFFE;", "_xFFFE_").replace("&#xFFFF;", "_xFFFF_");
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setNamespaceAware(true);
            Element root = factory.newDocumentBuilder()
                    .parse(new InputSource(new StringReader(readable)))
                    .getDocumentElement();
            Numbers numbers = new Numbers(new HashMap<>(), new HashMap<>());
            number(root, numbers);
            StringBuilder out = new StringBuilder();
            append(out, root, 0, numbers);
            return out.toString();
        } catch (Exception e) {
            throw new AssertionError("not XML: " + e.getMessage(), e);
        }
    }

    private record Numbers(Map<String, Integer> objects, Map<String, Integer> types) {
        Map<String, Integer> of(Element element) {
            return element.getLocalName().startsWith("TN") ? types : objects;
        }
    }

    private static void number(Element element, Numbers numbers) {
        String id = element.getAttribute("RefId");
        boolean defines =
                element.getLocalName().equals("Obj") || element.getLocalName().equals("TN");
        if (defines && !id.isEmpty()) {
            Integer former = numbers.of(element).put(id, numbers.of(element).size());
            assertThat(former).as("RefId %s is defined once", id).isNull();
        }
        for (Element child : children(element)) {
            number(child, numbers);
        }
    }

    private static void append(StringBuilder out, Element element, int depth, Numbers numbers) {
        out.append("  ".repeat(depth)).append(element.getLocalName());
        Map<String, String> attributes = new TreeMap<>();
        for (int i = 0; i < element.getAttributes().getLength(); i++) {
            Attr attribute = (Attr) element.getAttributes().item(i);
            if (attribute.getName().equals("RefId")) {
                Integer number = numbers.of(element).get(attribute.getValue());
                attributes.put("RefId", number == null ? "undefined" : number.toString());
            } else {
                attributes.put(attribute.getName(), attribute.getValue());
            }
        }
        attributes.forEach((name, value) ->
                out.append(' ').append(name).append("=\"").append(value).append('"'));
        List<Element> children = children(element);
        if (children.isEmpty()) {
            out.append(" [").append(element.getTextContent()).append(']');
        }
        out.append('\n');
        for (Element child : children) {
            append(out, child, depth + 1, numbers);
        }
    }

    private static List<Element> children(Element element) {
        List<Element> children = new ArrayList<>();
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child) {
                children.add(child);
            }
        }
        return children;
    }
}
