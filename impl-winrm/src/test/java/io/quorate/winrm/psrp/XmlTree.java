package io.quorate.winrm.psrp;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;

/**
 * CLIXML as a text that is equal for equal trees: type names resolved, objects without reference numbers, members in alphabetical order,
 * some members left out. Reads with DOM, so that it does not rest on the codec it judges.
 */
final class XmlTree {
    private final Map<String, String> typeNames = new HashMap<>();
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
            throw new IllegalArgumentException("a reference to " + element.getAttribute("RefId"));
        }
        if (children.isEmpty()) {
            return head + " " + element.getTextContent() + "\n";
        }
        List<String> lines = new ArrayList<>();
        for (Element child : children) {
            String text = text(child, indent + "  ");
            if (!ignored.contains(child.getAttribute("N"))) {
                lines.add(text);
            }
        }
        if (tag.equals("MS") || tag.equals("Props")) {
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
