package io.quorate.winrm.wsman;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class EnvelopesTest {
    private static final String SHELL_ID = "B2DDE5BA-F22F-4493-9B8E-8B565073F563";
    private static final String COMMAND_ID = "5B1BE6C6-ECFA-4BA8-806B-8DD7C290A0FA";
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final Envelopes envelopes =
            new Envelopes("https://hv1:5986/wsman", WsManUris.powershell("Microsoft.PowerShell"), new Random(1));

    @Test
    void create_always_asksForTheProtocolAndCarriesTheFirstFragments() throws Exception {
        Envelope envelope =
                envelopes.create(SHELL_ID, new byte[] {1, 2, 3}, Map.of("WINRS_NOPROFILE", "TRUE"), TIMEOUT);

        Document document = parse(envelope);
        assertThat(text(document, "Action")).isEqualTo("http://schemas.xmlsoap.org/ws/2004/09/transfer/Create");
        assertThat(text(document, "To")).isEqualTo("https://hv1:5986/wsman");
        assertThat(text(document, "Address"))
                .isEqualTo("http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous");
        assertThat(text(document, "ResourceURI"))
                .isEqualTo("http://schemas.microsoft.com/powershell/Microsoft.PowerShell");
        assertThat(text(document, "MaxEnvelopeSize")).isEqualTo("153600");
        assertThat(text(document, "OperationTimeout")).isEqualTo("PT20S");
        assertThat(text(document, "MessageID")).isEqualTo(envelope.messageId()).startsWith("uuid:");
        assertThat(text(document, "SessionId")).startsWith("uuid:");
        Element options = element(document, "OptionSet");
        assertThat(options.getAttributeNS(WsManUris.SOAP, "mustUnderstand")).isEqualTo("true");
        Element protocol =
                (Element) options.getElementsByTagNameNS("*", "Option").item(0);
        assertThat(protocol.getAttribute("Name")).isEqualTo("protocolversion");
        assertThat(protocol.getAttribute("MustComply")).isEqualTo("true");
        assertThat(protocol.getTextContent()).isEqualTo("2.3");
        assertThat(element(document, "Shell").getAttribute("ShellId")).isEqualTo(SHELL_ID);
        assertThat(text(document, "InputStreams")).isEqualTo("stdin pr");
        assertThat(text(document, "OutputStreams")).isEqualTo("stdout");
        Element creation = element(document, "creationXml");
        assertThat(creation.getNamespaceURI()).isEqualTo("http://schemas.microsoft.com/powershell");
        assertThat(Base64.getDecoder().decode(creation.getTextContent())).containsExactly(1, 2, 3);
    }

    @Test
    void command_always_namesShellAndCommand() throws Exception {
        Document document = parse(envelopes.command(SHELL_ID, COMMAND_ID, new byte[] {9}, TIMEOUT));

        assertThat(text(document, "Action"))
                .isEqualTo("http://schemas.microsoft.com/wbem/wsman/1/windows/shell/Command");
        assertThat(text(document, "Selector")).isEqualTo(SHELL_ID);
        assertThat(element(document, "CommandLine").getAttribute("CommandId")).isEqualTo(COMMAND_ID);
        assertThat(text(document, "Command")).isEmpty();
        assertThat(text(document, "Arguments")).isEqualTo("CQ==");
    }

    @Test
    void receive_withoutCommand_asksThePool() throws Exception {
        Element pool = element(parse(envelopes.receive(SHELL_ID, null, TIMEOUT)), "DesiredStream");
        Element command = element(parse(envelopes.receive(SHELL_ID, COMMAND_ID, TIMEOUT)), "DesiredStream");

        assertThat(pool.hasAttribute("CommandId")).isFalse();
        assertThat(command.getAttribute("CommandId")).isEqualTo(COMMAND_ID);
        assertThat(command.getTextContent()).isEqualTo("stdout");
    }

    @Test
    void receive_always_keepsTheShellAlive() throws Exception {
        Element option = element(parse(envelopes.receive(SHELL_ID, COMMAND_ID, TIMEOUT)), "Option");

        assertThat(option.getAttribute("Name")).isEqualTo("WSMAN_CMDSHELL_OPTION_KEEPALIVE");
        assertThat(option.getTextContent()).isEqualTo("TRUE");
    }

    @Test
    void send_withSeveralPieces_writesAStreamForEach() throws Exception {
        Document document =
                parse(envelopes.send(SHELL_ID, COMMAND_ID, "pr", List.of(new byte[] {1}, new byte[] {2}), TIMEOUT));

        assertThat(document.getElementsByTagNameNS("*", "Stream").getLength()).isEqualTo(2);
        assertThat(element(document, "Stream").getAttribute("Name")).isEqualTo("pr");
        assertThat(element(document, "Stream").getAttribute("CommandId")).isEqualTo(COMMAND_ID);
    }

    @Test
    void signal_whenStopping_isSpeltAsWindowsSpellsIt() throws Exception {
        Document stop = parse(envelopes.signal(SHELL_ID, COMMAND_ID, WsManUris.SIGNAL_STOP, TIMEOUT));
        Document end = parse(envelopes.signal(SHELL_ID, COMMAND_ID, WsManUris.SIGNAL_TERMINATE, TIMEOUT));

        assertThat(text(stop, "Code")).isEqualTo("http://schemas.microsoft.com/powershell/signal/crtl_c");
        assertThat(text(end, "Code"))
                .isEqualTo("http://schemas.microsoft.com/wbem/wsman/1/windows/shell/signal/terminate");
    }

    @Test
    void getShell_always_readsTheGenericShellResource() throws Exception {
        Document document = parse(envelopes.getShell(SHELL_ID, TIMEOUT));

        assertThat(text(document, "Action")).isEqualTo("http://schemas.xmlsoap.org/ws/2004/09/transfer/Get");
        assertThat(text(document, "ResourceURI")).isEqualTo("http://schemas.microsoft.com/wbem/wsman/1/windows/shell");
        assertThat(text(document, "Selector")).isEqualTo(SHELL_ID);
    }

    @Test
    void delete_always_namesTheShell() throws Exception {
        Document document = parse(envelopes.delete(SHELL_ID, TIMEOUT));

        assertThat(text(document, "Action")).isEqualTo("http://schemas.xmlsoap.org/ws/2004/09/transfer/Delete");
        assertThat(text(document, "Selector")).isEqualTo(SHELL_ID);
    }

    @Test
    void identify_always_hasNoAction() throws Exception {
        Document document = parse(Envelopes.identify());

        assertThat(document.getElementsByTagNameNS("*", "Action").getLength()).isZero();
        assertThat(element(document, "Identify").getNamespaceURI())
                .isEqualTo("http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd");
    }

    @Test
    void frames_ofAWarmCommand_costNoMoreThanTheyMust() {
        int bytes =
                envelopes.command(SHELL_ID, COMMAND_ID, new byte[0], TIMEOUT).bytes().length
                        + envelopes.receive(SHELL_ID, COMMAND_ID, TIMEOUT).bytes().length
                        + envelopes
                                .signal(SHELL_ID, COMMAND_ID, WsManUris.SIGNAL_TERMINATE, TIMEOUT)
                                .bytes()
                                .length;

        assertThat(bytes).isLessThan(3300);
    }

    @Test
    void payloadLimit_always_leavesTheEnvelopeWithinItsSize() {
        for (int size : new int[] {8192, 32768, Envelopes.SMALL_ENVELOPE, Envelopes.LARGE_ENVELOPE}) {
            envelopes.maxEnvelope(size);
            byte[] full = new byte[envelopes.payloadLimit()];
            assertThat(envelopes.create(SHELL_ID, full, Map.of(), TIMEOUT).bytes().length)
                    .isLessThanOrEqualTo(size);
            assertThat(envelopes.command(SHELL_ID, COMMAND_ID, full, TIMEOUT).bytes().length)
                    .isLessThanOrEqualTo(size);
            assertThat(envelopes
                            .send(SHELL_ID, COMMAND_ID, "stdin", List.of(full), TIMEOUT)
                            .bytes()
                            .length)
                    .isLessThanOrEqualTo(size);
        }
    }

    @Test
    void escaping_ofNames_survivesXml() throws Exception {
        String name = "a<b>&\"c\" \uD83D\uDE00 \u00e9";
        Document document = parse(new Envelopes("https://hv1/wsman", WsManUris.powershell(name), new Random(1))
                .delete(SHELL_ID, TIMEOUT));

        assertThat(text(document, "ResourceURI")).isEqualTo("http://schemas.microsoft.com/powershell/" + name);
    }

    @Test
    void escaping_ofWhatXmlCannotHold_isRefused() {
        Envelopes bad = new Envelopes("https://hv1/wsman", WsManUris.powershell("a\u0000b"), new Random(1));

        assertThatThrownBy(() -> bad.delete(SHELL_ID, TIMEOUT)).hasMessage("XML cannot hold the character U+0000");
    }

    @Test
    void seconds_belowHalfASecond_areRaisedAsWindowsDoes() {
        assertThat(Envelopes.seconds(Duration.ofMillis(20))).isEqualTo("PT0.500S");
        assertThat(Envelopes.seconds(Duration.ofMillis(1250))).isEqualTo("PT1.250S");
        assertThat(Envelopes.seconds(Duration.ofMinutes(3))).isEqualTo("PT180S");
    }

    @Test
    void toString_ofAnEnvelope_hidesItsContent() {
        assertThat(envelopes
                        .command(SHELL_ID, COMMAND_ID, "secret".getBytes(), TIMEOUT)
                        .toString())
                .doesNotContain("Arguments")
                .doesNotContain("c2VjcmV0");
    }

    private static Document parse(Envelope envelope) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(envelope.bytes()));
    }

    private static Element element(Document document, String name) {
        return (Element) document.getElementsByTagNameNS("*", name).item(0);
    }

    private static String text(Document document, String name) {
        return element(document, name).getTextContent();
    }
}
