package io.quorate.winrm.wsman;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplyReaderTest {
    private static final String SHELL = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell";

    @Test
    void read_whenAttributesAreQualified_readsThemAlike() {
        Reply reply = read("<rsp:ReceiveResponse xmlns:rsp='" + SHELL + "'>"
                + "<rsp:Stream rsp:Name='stdout' rsp:CommandId='C1'>aGk=</rsp:Stream>"
                + "<rsp:Stream Name='stdout' CommandId='C1'>CgoK</rsp:Stream>"
                + "<rsp:CommandState rsp:CommandId='C1' rsp:State='" + SHELL + "/CommandState/Done'>"
                + "<rsp:ExitCode>0</rsp:ExitCode></rsp:CommandState></rsp:ReceiveResponse>");

        assertThat(reply.streams()).hasSize(2).allSatisfy(chunk -> {
            assertThat(chunk.stream()).isEqualTo("stdout");
            assertThat(chunk.commandId()).isEqualTo("C1");
        });
        assertThat(reply.streams().get(0).bytes()).asString().isEqualTo("hi");
        assertThat(reply.commandState()).isEqualTo(new Reply.CommandState("C1", "Done", "0"));
        assertThat(reply.relatesTo()).isEqualTo("uuid:1");
    }

    @Test
    void read_whenAFaultIsNested_takesTheOuterCodeAndTheInnerText() {
        Reply reply = read(
                "<s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value>w:InvalidSelectors</s:Value>"
                        + "</s:Subcode></s:Code><s:Reason><s:Text xml:lang='de-DE'>Aussen</s:Text></s:Reason><s:Detail>"
                        + "<f:WSManFault xmlns:f='http://schemas.microsoft.com/wbem/wsman/1/wsmanfault' Code='2150858843' Machine='hv1'>"
                        + "<f:Message><f:ProviderFault provider='Shell provider' path='x'><f:WSManFault Code='5' Machine='hv2'>"
                        + "<f:Message>Innen</f:Message></f:WSManFault></f:ProviderFault></f:Message></f:WSManFault></s:Detail></s:Fault>");

        assertThat(reply.fault())
                .isEqualTo(new WsManFault(2150858843L, "InvalidSelectors", "Shell provider", "hv1", "Innen"));
    }

    @Test
    void read_whenAFaultHasNoDetail_keepsSubcodeAndReason() {
        Reply reply = read("<s:Fault><s:Code><s:Value>s:Receiver</s:Value><s:Subcode><s:Value>w:QuotaLimit</s:Value>"
                + "</s:Subcode></s:Code><s:Reason><s:Text>zu viele</s:Text></s:Reason></s:Fault>");

        assertThat(reply.fault()).isEqualTo(new WsManFault(0, "QuotaLimit", null, null, "zu viele"));
        Fault fault = WsManFaultTable.fault(reply.fault(), "Microsoft.PowerShell");
        assertThat(fault.phase()).isEqualTo(FaultPhase.REFUSED);
        assertThat(fault.kind()).isEqualTo(ErrorKind.BUSY);
        assertThat(fault.code()).isEqualTo("QuotaLimit");
    }

    /** Put together by hand: Windows goes on like this where a list does not fit into one answer ([MS-WSMV], WS-Enumeration). */
    @Test
    void read_whenAListGoesOn_keepsEachItemAndWhatGoesOnWithIt() {
        String list = "<n:EnumerateResponse xmlns:n=\"http://schemas.xmlsoap.org/ws/2004/09/enumeration\""
                + " xmlns:w=\"http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd\">"
                + "<n:EnumerationContext>uuid:1</n:EnumerationContext><w:Items>"
                + "<r:Shell xmlns:r=\"urn:r\"><r:ShellId>A</r:ShellId><r:Owner>LAB\\a</r:Owner></r:Shell>"
                + "<r:Shell xmlns:r=\"urn:r\"><r:ShellId>B</r:ShellId><r:Owner>LAB\\b&#10;c</r:Owner></r:Shell>"
                + "</w:Items></n:EnumerateResponse>";
        Reply reply = read(list);

        assertThat(reply.items()).extracting(item -> item.get("ShellId")).containsExactly("A", "B");
        assertThat(reply.items().get(1).get("Owner")).doesNotContain("\n");
        assertThat(reply.complete()).isFalse();
        assertThat(reply.values()).containsEntry("EnumerationContext", "uuid:1");
        assertThat(reply.shellId()).isNull();
        assertThat(read(list.replace("</n:EnumerateResponse>", "<w:EndOfSequence/></n:EnumerateResponse>"))
                        .complete())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "2150858793, UNANSWERED, DEADLINE_EXCEEDED, 0x80338029",
        "2150858843, REFUSED, UNREACHABLE, 0x8033805B",
        "2150859173, REFUSED, BUSY, 0x803381A5",
        "2150859174, REFUSED, BUSY, 0x803381A6",
        "2150859179, REFUSED, BUSY, 0x803381AB",
        "2150859241, REFUSED, BUSY, 0x803381E9",
        "2150858817, LASTING, REJECTED, 0x80338041",
        "2150858811, LASTING, UNSUPPORTED, 0x8033803B",
        "2150859231, LASTING, UNSUPPORTED, 0x803381DF",
        "2150859232, LASTING, UNSUPPORTED, 0x803381E0",
        "2150859261, LASTING, UNSUPPORTED, 0x803381FD",
        "5, LASTING, ACCESS_DENIED, 5",
        "2147942405, LASTING, ACCESS_DENIED, 0x80070005",
        "1326, LASTING, ACCESS_DENIED, 1326",
        "4711, LASTING, REJECTED, 4711"
    })
    void table_forEachKnownCode_saysHowFarItGotAndWhatItIs(long code, FaultPhase phase, ErrorKind kind, String shown) {
        Fault fault = WsManFaultTable.fault(new WsManFault(code, null, "P", "hv1", "text"), "Microsoft.PowerShell");

        assertThat(fault.phase()).isEqualTo(phase);
        assertThat(fault.kind()).isEqualTo(kind);
        assertThat(fault.code()).isEqualTo(shown);
        assertThat(fault).hasMessage("WS-Man fault " + code + " from P on hv1: text");
    }

    @Test
    void read_whenADocumentTypeComes_refusesIt() {
        String bomb = "<?xml version='1.0'?><!DOCTYPE s [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]>"
                + "<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope'><s:Body>&b;</s:Body></s:Envelope>";

        assertThatThrownBy(() -> ReplyReader.read(bomb.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(MalformedReplyException.class);
    }

    @Test
    void read_whenItNestsTooDeep_refusesIt() {
        assertThatThrownBy(() -> read("<a>".repeat(70) + "</a>".repeat(70)))
                .isInstanceOf(MalformedReplyException.class)
                .hasMessageContaining("64");
    }

    @Test
    void read_whenItIsHtmlOrGarbage_refusesItWithoutQuotingIt() {
        for (String text : new String[] {"", "<html><body>secret</body></html>", "secret", "<s:Envelope"}) {
            assertThatThrownBy(() -> ReplyReader.read(text.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(MalformedReplyException.class)
                    .hasMessageNotContaining("secret");
        }
    }

    @Test
    void read_whenAStreamIsNotBase64_refusesIt() {
        assertThatThrownBy(() -> read("<r:ReceiveResponse xmlns:r='" + SHELL
                        + "'><r:Stream Name='stdout'>aG!k</r:Stream>" + "</r:ReceiveResponse>"))
                .isInstanceOf(MalformedReplyException.class)
                .hasMessageContaining("base64");
    }

    private static Reply read(String body) {
        return ReplyReader.read(("<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope' "
                        + "xmlns:a='http://schemas.xmlsoap.org/ws/2004/08/addressing'><s:Header>"
                        + "<a:RelatesTo>uuid:1</a:RelatesTo></s:Header><s:Body>" + body + "</s:Body></s:Envelope>")
                .getBytes(StandardCharsets.UTF_8));
    }
}
