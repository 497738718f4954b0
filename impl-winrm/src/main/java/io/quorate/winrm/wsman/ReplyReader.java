package io.quorate.winrm.wsman;

import io.quorate.text.Visible;
import io.quorate.winrm.psrp.StrictXml;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** Reads one reply by StAX: no DTD, no entities, bounded depth and counts. Attributes count with and without a namespace. */
final class ReplyReader {
    private static final int MAX_DEPTH = 64;
    private static final int MAX_CHUNKS = 100_000;
    private static final int MAX_VALUES = 1000;
    private static final int MAX_ITEMS = 10_000;
    private static final int MAX_FAULT_TEXT = 8192;
    private static final int MAX_NAME = 300;

    private final Deque<String> path = new ArrayDeque<>();
    private final StringBuilder text = new StringBuilder();
    private final List<Reply.Chunk> chunks = new ArrayList<>();
    private final Map<String, String> values = new HashMap<>();
    private final List<Map<String, String>> items = new ArrayList<>();
    private boolean complete;
    private @Nullable String action;
    private @Nullable String relatesTo;
    private @Nullable String shellId;
    private @Nullable String commandId;
    private @Nullable String selectorName;
    private @Nullable String chunkStream;
    private @Nullable String chunkCommand;
    private @Nullable String stateCommand;
    private @Nullable String stateName;
    private @Nullable String exitCode;
    private boolean leaf;
    private boolean body;
    private boolean faulted;
    private long faultCode;
    private @Nullable String faultSubcode;
    private @Nullable String faultProvider;
    private @Nullable String faultMachine;
    private @Nullable String faultReason;
    private @Nullable String faultMessage;

    private ReplyReader() {}

    /** @throws MalformedReplyException if it is not a SOAP envelope as WS-Man writes it */
    static Reply read(byte[] xml) {
        try {
            XMLStreamReader in = StrictXml.pieces(xml);
            try {
                return new ReplyReader().read(in);
            } finally {
                in.close();
            }
        } catch (XMLStreamException e) {
            // The parser's message quotes the document, which may hold anything.
            int line = e.getLocation() == null ? -1 : e.getLocation().getLineNumber();
            throw new MalformedReplyException("the answer is not well-formed XML (line " + line + ")");
        }
    }

    private Reply read(XMLStreamReader in) throws XMLStreamException {
        while (in.hasNext()) {
            switch (in.next()) {
                case XMLStreamConstants.START_ELEMENT -> start(in);
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                    if (leaf) {
                        text.append(in.getTextCharacters(), in.getTextStart(), in.getTextLength());
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> end(in.getLocalName());
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                    throw new MalformedReplyException("the answer holds a document type or an entity");
                default -> {}
            }
        }
        if (!body) {
            throw new MalformedReplyException("the answer has no SOAP body");
        }
        WsManFault fault = faulted
                ? new WsManFault(
                        faultCode,
                        faultSubcode,
                        faultProvider,
                        faultMachine,
                        faultMessage != null ? faultMessage : faultReason != null ? faultReason : "no reason given")
                : null;
        Reply.CommandState state = stateName == null ? null : new Reply.CommandState(stateCommand, stateName, exitCode);
        return new Reply(action, relatesTo, fault, shellId, commandId, chunks, state, values, items, complete);
    }

    private void start(XMLStreamReader in) {
        String name = in.getLocalName();
        if (path.isEmpty() && !(name.equals("Envelope") && WsManUris.SOAP.equals(in.getNamespaceURI()))) {
            throw new MalformedReplyException("the answer is not a SOAP 1.2 envelope");
        }
        if (path.size() >= MAX_DEPTH) {
            throw new MalformedReplyException("the answer nests deeper than " + MAX_DEPTH + " elements");
        }
        if ("Items".equals(path.peek())) {
            if (items.size() >= MAX_ITEMS) {
                throw new MalformedReplyException("the answer lists more than " + MAX_ITEMS + " items");
            }
            items.add(new HashMap<>());
        }
        path.push(name);
        text.setLength(0);
        leaf = true;
        switch (name) {
            case "Body" -> body |= path.size() == 2;
            case "Fault" -> faulted |= path.size() == 3;
            case "EndOfSequence" -> complete = true;
            case "Selector" -> selectorName = attribute(in, "Name");
            case "Stream" -> {
                chunkStream = attribute(in, "Name");
                chunkCommand = attribute(in, "CommandId");
            }
            case "CommandState" -> {
                stateCommand = attribute(in, "CommandId");
                String uri = attribute(in, "State");
                stateName = uri == null ? "Running" : uri.substring(uri.lastIndexOf('/') + 1);
            }
            case "WSManFault" -> {
                long code = number(attribute(in, "Code"));
                faultCode = faultCode != 0 ? faultCode : code;
                faultMachine = faultMachine != null ? faultMachine : bounded(attribute(in, "Machine"), MAX_NAME);
            }
            case "ProviderFault" ->
                faultProvider = faultProvider != null ? faultProvider : bounded(attribute(in, "provider"), MAX_NAME);
            default -> {}
        }
    }

    private void end(String name) {
        path.pop();
        if (leaf) {
            String value = text.toString();
            switch (path.isEmpty() ? "" : path.peek()) {
                case "Header" -> header(name, value.strip());
                case "SelectorSet" -> {
                    if ("ShellId".equals(selectorName)) {
                        shellId = id(value);
                    }
                }
                case "ReceiveResponse" -> {
                    if (name.equals("Stream")) {
                        chunk(value);
                    }
                }
                case "CommandState" -> {
                    if (name.equals("ExitCode")) {
                        exitCode = value.strip();
                    }
                }
                case "CommandResponse" -> {
                    if (name.equals("CommandId")) {
                        commandId = id(value);
                    }
                }
                default -> {
                    if (faulted) {
                        fault(name, value.strip());
                    } else if (body) {
                        value(name, value.strip());
                    }
                }
            }
        }
        leaf = false;
    }

    private void header(String name, String value) {
        switch (name) {
            case "Action" -> action = value;
            case "RelatesTo" -> relatesTo = value;
            default -> {}
        }
    }

    private void chunk(String base64) {
        if (chunks.size() >= MAX_CHUNKS) {
            throw new MalformedReplyException("the answer holds more than " + MAX_CHUNKS + " pieces");
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(withoutBlanks(base64));
            chunks.add(new Reply.Chunk(chunkStream == null ? "stdout" : chunkStream, chunkCommand, bytes));
        } catch (IllegalArgumentException e) {
            throw new MalformedReplyException("a stream of the answer is not base64");
        }
    }

    /** Line breaks are legal in xs:base64Binary; anything else that is not base64 is not. */
    private static String withoutBlanks(String base64) {
        return base64.chars().anyMatch(Character::isWhitespace) ? base64.replaceAll("\\s+", "") : base64;
    }

    private void fault(String name, String value) {
        switch (name) {
            case "Value" -> {
                if (path.contains("Subcode") && faultSubcode == null) {
                    faultSubcode = bounded(value.substring(value.indexOf(':') + 1), MAX_NAME);
                }
            }
            case "Text" -> faultReason = faultReason != null ? faultReason : bounded(value, MAX_FAULT_TEXT);
            case "Message", "ProviderFault" -> {
                if (!value.isEmpty()) {
                    faultMessage = bounded(value, MAX_FAULT_TEXT);
                }
            }
            default -> {}
        }
    }

    private void value(String name, String value) {
        if (path.contains("Items")) {
            item(name, value);
            return;
        }
        if (name.equals("ShellId")) {
            shellId = id(value);
        }
        if (values.size() >= MAX_VALUES) {
            throw new MalformedReplyException("the answer holds more than " + MAX_VALUES + " values");
        }
        values.putIfAbsent(name, value);
    }

    /** What somebody else's shell says of itself is shown to a person. */
    private void item(String name, String value) {
        Map<String, String> last = items.isEmpty() ? null : items.get(items.size() - 1);
        if (last == null) {
            return;
        }
        if (last.size() >= MAX_VALUES) {
            throw new MalformedReplyException("an item of the answer holds more than " + MAX_VALUES + " values");
        }
        last.putIfAbsent(name, Visible.line(String.valueOf(bounded(value, MAX_NAME))));
    }

    /** What names a shell or a command is repeated in requests and logs. */
    private static String id(String value) {
        String id = value.strip();
        if (!Visible.line(id).equals(id)) {
            throw new MalformedReplyException("the name of a shell or a command that no server gives");
        }
        return id;
    }

    static @Nullable String bounded(@Nullable String value, int most) {
        return value == null || value.length() <= most ? value : value.substring(0, most) + "...";
    }

    private static @Nullable String attribute(XMLStreamReader in, String name) {
        for (int i = 0; i < in.getAttributeCount(); i++) {
            if (in.getAttributeLocalName(i).equals(name)) {
                return in.getAttributeValue(i);
            }
        }
        return null;
    }

    private static long number(@Nullable String value) {
        try {
            return value == null ? 0 : Long.parseLong(value.strip()) & 0xFFFF_FFFFL;
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
