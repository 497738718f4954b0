package io.quorate.winrm.wsman;

import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Writes requests for one resource on one host, with no header that Windows can do without: a warm command's three envelopes stay small.
 * Thread-safe.
 */
public final class Envelopes {
    /** The envelope size every server accepts, also PowerShell 2.0 on 2008 R2. */
    public static final int SMALL_ENVELOPE = 153_600;

    /** The envelope size a server with protocol 2.2 or later accepts unless its administrator says less. */
    public static final int LARGE_ENVELOPE = 512_000;

    /** What clients of Windows ask for (recorded). */
    private static final int MOST_ITEMS = 32_000;

    private static final String SHELL_RESOURCE = WsManUris.SHELL;

    private final String to;
    private final String resource;
    private final String sessionId;
    private final RandomGenerator random;
    private volatile int maxEnvelope = SMALL_ENVELOPE;
    private volatile @Nullable Payload payload;

    /**
     * @param to the address the server is reached at, e.g. {@code https://hv1:5986/wsman}
     * @param resource the resource URI, e.g. {@link WsManUris#powershell}
     * @param random the source of message ids
     */
    public Envelopes(String to, String resource, RandomGenerator random) {
        this.to = Objects.requireNonNull(to, "to");
        this.resource = Objects.requireNonNull(resource, "resource");
        this.random = Objects.requireNonNull(random, "random");
        this.sessionId = uuid(random);
    }

    /** Makes a random id as Windows writes it, in capitals. */
    public static String uuid(RandomGenerator random) {
        long high = (random.nextLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x4000L;
        long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString().toUpperCase(Locale.ROOT);
    }

    /** Returns the size in bytes an envelope may have, both ways. */
    public int maxEnvelope() {
        return maxEnvelope;
    }

    /** Sets the size in bytes an envelope may have, both ways. */
    public void maxEnvelope(int bytes) {
        if (bytes < 8192) {
            throw new IllegalArgumentException("an envelope of " + bytes + " bytes is too small to hold a message");
        }
        maxEnvelope = bytes;
    }

    /** Returns how many bytes of payload fit into one Create, Command or Send, before base64. */
    public int payloadLimit() {
        Payload known = payload;
        int envelope = maxEnvelope;
        if (known == null || known.envelope != envelope) {
            int frame = create(PAYLOAD_PROBE, new byte[0], Map.of(), Duration.ofSeconds(60))
                    .bytes()
                    .length;
            known = new Payload(envelope, (envelope - frame - 256) / 4 * 3);
            payload = known;
        }
        return known.limit;
    }

    /** How much fits into an envelope of a size. */
    private record Payload(int envelope, int limit) {}

    private static final String PAYLOAD_PROBE = "00000000-0000-0000-0000-000000000000";

    /** Writes the unauthenticated question who is there. */
    public static Envelope identify() {
        return new Envelope(
                WsManAction.IDENTIFY,
                "",
                "<s:Envelope xmlns:s=\"" + WsManUris.SOAP + "\"><s:Header/><s:Body><i:Identify xmlns:i=\""
                        + WsManUris.IDENTITY + "\"/></s:Body></s:Envelope>");
    }

    /**
     * Writes the request that opens a PowerShell shell.
     *
     * @param shellId the id we ask for; an old server chooses its own
     * @param creation the first fragments
     * @param options further shell options, such as {@code WINRS_NOPROFILE}
     */
    public Envelope create(String shellId, byte[] creation, Map<String, String> options, Duration timeout) {
        String messageId = uuid(random);
        StringBuilder xml = begin(WsManAction.CREATE, messageId, timeout, resource, creation.length);
        session(xml);
        xml.append("<w:OptionSet s:mustUnderstand=\"true\">"
                + "<w:Option Name=\"protocolversion\" MustComply=\"true\">2.3</w:Option>");
        options.forEach((name, value) -> {
            xml.append("<w:Option Name=\"");
            escape(xml, name);
            xml.append("\" MustComply=\"true\">");
            escape(xml, value);
            xml.append("</w:Option>");
        });
        xml.append("</w:OptionSet></s:Header><s:Body><r:Shell xmlns:r=\"")
                .append(WsManUris.SHELL)
                .append("\" ShellId=\"");
        escape(xml, shellId);
        xml.append("\"><r:InputStreams>stdin pr</r:InputStreams><r:OutputStreams>stdout</r:OutputStreams>"
                        + "<creationXml xmlns=\"")
                .append(WsManUris.POWERSHELL)
                .append("\">");
        base64(xml, creation);
        xml.append("</creationXml></r:Shell>");
        return end(WsManAction.CREATE, messageId, xml);
    }

    /** Writes the request that starts a pipeline; its first fragments travel as the command's argument. */
    public Envelope command(String shellId, String commandId, byte[] arguments, Duration timeout) {
        String messageId = uuid(random);
        StringBuilder xml = begin(WsManAction.COMMAND, messageId, timeout, resource, arguments.length);
        selector(xml, shellId);
        body(xml, "CommandLine");
        attribute(xml, "CommandId", commandId);
        xml.append("><r:Command/><r:Arguments>");
        base64(xml, arguments);
        xml.append("</r:Arguments></r:CommandLine>");
        return end(WsManAction.COMMAND, messageId, xml);
    }

    /**
     * Writes the request that feeds the shell or one of its commands.
     *
     * @param commandId the command; null feeds the runspace pool
     * @param stream {@code stdin}, or {@code pr} for the answers to host calls
     */
    public Envelope send(
            String shellId, @Nullable String commandId, String stream, List<byte[]> pieces, Duration timeout) {
        String messageId = uuid(random);
        int size = pieces.stream().mapToInt(piece -> piece.length).sum();
        StringBuilder xml = begin(WsManAction.SEND, messageId, timeout, resource, size);
        selector(xml, shellId);
        body(xml, "Send");
        xml.append('>');
        for (byte[] piece : pieces) {
            xml.append("<r:Stream");
            attribute(xml, "Name", stream);
            attribute(xml, "CommandId", commandId);
            xml.append('>');
            base64(xml, piece);
            xml.append("</r:Stream>");
        }
        xml.append("</r:Send>");
        return end(WsManAction.SEND, messageId, xml);
    }

    /**
     * Writes the request that waits for output.
     *
     * @param commandId the command; null asks the runspace pool
     * @param timeout how long the server may stay quiet; below half a second it takes half a second
     */
    public Envelope receive(String shellId, @Nullable String commandId, Duration timeout) {
        String messageId = uuid(random);
        StringBuilder xml = begin(WsManAction.RECEIVE, messageId, timeout, resource, 0);
        selector(xml, shellId);
        xml.append("<w:OptionSet><w:Option Name=\"WSMAN_CMDSHELL_OPTION_KEEPALIVE\">TRUE</w:Option></w:OptionSet>");
        body(xml, "Receive");
        xml.append("><r:DesiredStream");
        attribute(xml, "CommandId", commandId);
        xml.append(">stdout</r:DesiredStream></r:Receive>");
        return end(WsManAction.RECEIVE, messageId, xml);
    }

    /** Writes a signal to a command: {@link WsManUris#SIGNAL_STOP} or {@link WsManUris#SIGNAL_TERMINATE}. */
    public Envelope signal(String shellId, String commandId, String code, Duration timeout) {
        String messageId = uuid(random);
        StringBuilder xml = begin(WsManAction.SIGNAL, messageId, timeout, resource, 0);
        selector(xml, shellId);
        body(xml, "Signal");
        attribute(xml, "CommandId", commandId);
        xml.append("><r:Code>");
        escape(xml, code);
        xml.append("</r:Code></r:Signal>");
        return end(WsManAction.SIGNAL, messageId, xml);
    }

    /**
     * Writes the request that takes a disconnected shell up again, by the client that made it ([MS-PSRP] 3.1.5.3.18).
     *
     * @param commandId a command of it, which the shell's own Reconnect does not take up; null for the shell
     */
    public Envelope reconnect(String shellId, @Nullable String commandId, Duration timeout) {
        String messageId = uuid(random);
        StringBuilder xml = begin(WsManAction.RECONNECT, messageId, timeout, resource, 0);
        session(xml);
        selector(xml, shellId);
        if (commandId == null) {
            xml.append("</s:Header><s:Body>");
        } else {
            body(xml, "Reconnect");
            attribute(xml, "CommandId", commandId);
            xml.append("/>");
        }
        return end(WsManAction.RECONNECT, messageId, xml);
    }

    /** Writes the request that closes the shell. */
    public Envelope delete(String shellId, Duration timeout) {
        String messageId = uuid(random);
        StringBuilder xml = begin(WsManAction.DELETE, messageId, timeout, resource, 0);
        selector(xml, shellId);
        xml.append("</s:Header><s:Body>");
        return end(WsManAction.DELETE, messageId, xml);
    }

    /** Writes the request that reads a shell's properties, which tells whether it lives. */
    public Envelope getShell(String shellId, Duration timeout) {
        String messageId = uuid(random);
        StringBuilder xml = begin(WsManAction.GET, messageId, timeout, SHELL_RESOURCE, 0);
        selector(xml, shellId);
        xml.append("</s:Header><s:Body>");
        return end(WsManAction.GET, messageId, xml);
    }

    /** Writes the request that lists the shells of the host, everybody's where we are an administrator; in one answer if they fit. */
    public Envelope enumerateShells(Duration timeout) {
        String messageId = uuid(random);
        StringBuilder xml = begin(WsManAction.ENUMERATE, messageId, timeout, SHELL_RESOURCE, 0);
        xml.append("</s:Header><s:Body><n:Enumerate xmlns:n=\"")
                .append(WsManUris.ENUMERATION)
                .append("\"><w:OptimizeEnumeration/><w:MaxElements>")
                .append(MOST_ITEMS)
                .append("</w:MaxElements></n:Enumerate>");
        return end(WsManAction.ENUMERATE, messageId, xml);
    }

    /** Writes the request that goes on with a list of shells. */
    public Envelope pullShells(String context, Duration timeout) {
        String messageId = uuid(random);
        StringBuilder xml = begin(WsManAction.PULL, messageId, timeout, SHELL_RESOURCE, 0);
        xml.append("</s:Header><s:Body><n:Pull xmlns:n=\"")
                .append(WsManUris.ENUMERATION)
                .append("\"><n:EnumerationContext>");
        escape(xml, context);
        xml.append("</n:EnumerationContext><n:MaxElements>").append(MOST_ITEMS).append("</n:MaxElements></n:Pull>");
        return end(WsManAction.PULL, messageId, xml);
    }

    private StringBuilder begin(
            WsManAction action, String messageId, Duration timeout, String resourceUri, int payload) {
        StringBuilder xml = new StringBuilder(1400 + (payload / 3 + 1) * 4);
        xml.append("<s:Envelope xmlns:s=\"")
                .append(WsManUris.SOAP)
                .append("\" xmlns:a=\"")
                .append(WsManUris.ADDRESSING)
                .append("\" xmlns:w=\"")
                .append(WsManUris.WSMAN)
                .append("\"><s:Header><a:To>");
        escape(xml, to);
        xml.append("</a:To><a:ReplyTo><a:Address>")
                .append(WsManUris.ANONYMOUS)
                .append("</a:Address></a:ReplyTo><a:Action s:mustUnderstand=\"true\">")
                .append(action.uri())
                .append("</a:Action><a:MessageID>uuid:")
                .append(messageId)
                .append("</a:MessageID><w:ResourceURI s:mustUnderstand=\"true\">");
        escape(xml, resourceUri);
        xml.append("</w:ResourceURI><w:MaxEnvelopeSize>")
                .append(maxEnvelope)
                .append("</w:MaxEnvelopeSize><w:OperationTimeout>")
                .append(seconds(timeout))
                .append("</w:OperationTimeout>");
        return xml;
    }

    /** Says which client asks: only the one that made a shell may reconnect to it. */
    private void session(StringBuilder xml) {
        xml.append("<p:SessionId xmlns:p=\"")
                .append(WsManUris.MS_WSMAN)
                .append("\">uuid:")
                .append(sessionId)
                .append("</p:SessionId>");
    }

    private static void selector(StringBuilder xml, String shellId) {
        xml.append("<w:SelectorSet><w:Selector Name=\"ShellId\">");
        escape(xml, shellId);
        xml.append("</w:Selector></w:SelectorSet>");
    }

    private static void body(StringBuilder xml, String element) {
        xml.append("</s:Header><s:Body><r:")
                .append(element)
                .append(" xmlns:r=\"")
                .append(WsManUris.SHELL)
                .append('"');
    }

    private static void attribute(StringBuilder xml, String name, @Nullable String value) {
        if (value != null) {
            xml.append(' ').append(name).append("=\"");
            escape(xml, value);
            xml.append('"');
        }
    }

    private static Envelope end(WsManAction action, String messageId, StringBuilder xml) {
        xml.append("</s:Body></s:Envelope>");
        return new Envelope(action, "uuid:" + messageId, xml.toString());
    }

    private static void base64(StringBuilder xml, byte[] bytes) {
        xml.append(Base64.getEncoder().encodeToString(bytes));
    }

    /** Writes an xs:duration in seconds; Windows raises less than half a second to half a second, so we write that. */
    static String seconds(Duration time) {
        long millis = Math.max(500, time.toMillis());
        return millis % 1000 == 0
                ? "PT" + millis / 1000 + "S"
                : String.format(Locale.ROOT, "PT%d.%03dS", millis / 1000, millis % 1000);
    }

    /** Escapes for text and attribute values alike. */
    static void escape(StringBuilder xml, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> xml.append("&lt;");
                case '>' -> xml.append("&gt;");
                case '&' -> xml.append("&amp;");
                case '"' -> xml.append("&quot;");
                case '\t', '\n', '\r' -> xml.append("&#").append((int) c).append(';');
                default -> {
                    boolean pair = Character.isHighSurrogate(c)
                            && i + 1 < text.length()
                            && Character.isLowSurrogate(text.charAt(i + 1));
                    if (c < 0x20 || c == 0xFFFE || c == 0xFFFF || (Character.isSurrogate(c) && !pair)) {
                        throw new IllegalArgumentException(
                                "XML cannot hold the character U+" + String.format(Locale.ROOT, "%04X", (int) c));
                    }
                    xml.append(c);
                    if (pair) {
                        xml.append(text.charAt(++i));
                    }
                }
            }
        }
    }
}
