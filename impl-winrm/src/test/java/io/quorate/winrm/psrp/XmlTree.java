package io.quorate.winrm.psrp;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;

/**
 * CLIXML as a text that is equal for equal trees: type names and references resolved, objects without reference numbers, members in alphabetical order,
 * some members left out. Reads with DOM, so that it does not rest on the codec it judges.
 */
final class XmlTree {
    private final Map<String, String> typeNames = new HashMap<>();
    private final Map<String, Element> objects = new HashMap<>();
    private final Set<String> open = new HashSet<>();
    private final Set<String> ignored;

    private XmlTree(Set<String> ignoredMembers) {
        this.ignored = ignoredMembers;
    }

    static String of(String clixml, String... ignoredMembers) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            Element root = factory.newDocumentBuilder()
                    .parse(new InputSource(new StringReader(clixml)))
                    .getDocumentElement();
            return new XmlTree(Set.of(ignoredMembers)).text(root, "");
        } catch (Exception e) {
            throw new IllegalArgumentException(clixml, e);
        }
    }

    private String text(Element element, String indent) {
        String tag = element.getTagName();
        String name = element.getAttribute("N");
        String head = indent + tag + (name.isEmpty() ? "" : " " + name);
        List<Element> children = children(element);
        if (tag.equals("TN")) {
            typeNames.put(element.getAttribute("RefId"), joined(children));
        }
        if (tag.equals("TN") || tag.equals("TNRef")) {
            return indent + "TN " + typeNames.get(element.getAttribute("RefId")) + "\n";
        }
        if (tag.equals("Ref")) {
            return referred(element, name, indent);
        }
        String id = tag.equals("Obj") ? element.getAttribute("RefId") : "";
        if (!id.isEmpty()) {
            objects.put(id, element);
            open.add(id);
        }
        String text = text(element, children, head, indent);
        open.remove(id);
        return text;
    }

    /** What a reference stands for, under its own name; one to an object that it lies in is told as such. */
    private String referred(Element reference, String name, String indent) {
        String id = reference.getAttribute("RefId");
        Element object = objects.get(id);
        if (object == null) {
            throw new IllegalArgumentException("a reference to " + id + ", which is not there");
        }
        String head = indent + "Obj" + (name.isEmpty() ? "" : " " + name);
        if (!open.add(id)) {
            return head + " around it\n";
        }
        String text = text(object, children(object), head, indent);
        open.remove(id);
        return text;
    }

    private String text(Element element, List<Element> children, String head, String indent) {
        if (children.isEmpty()) {
            return head + " " + element.getTextContent() + "\n";
        }
        List<String> lines = new ArrayList<>();
        for (Element child : children) {
            String line = text(child, indent + "  ");
            if (!ignored.contains(child.getAttribute("N"))) {
                lines.add(line);
            }
        }
        if (element.getTagName().equals("MS") || element.getTagName().equals("Props")) {
            lines.sort(null);
        }
        return head + "\n" + String.join("", lines);
    }

    private static String joined(List<Element> types) {
        return String.join(", ", types.stream().map(Element::getTextContent).toList());
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
