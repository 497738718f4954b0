package io.quorate.lab.winrm;

import org.jspecify.annotations.Nullable;

/**
 * The faults this face answers with: code (wsmerror.h), SOAP code and subcode, detail URI and text. Codes and subcodes of {@code
 * SHELL_NOT_FOUND}, {@code COMMAND_NOT_FOUND}, {@code TIMED_OUT} and {@code INVALID_TIMEOUT} are as recorded from real servers, the others
 * as documented in wsmerror.h.
 */
enum FaultKind {
    SHELL_NOT_FOUND(
            2150858843L,
            "s:Sender",
            "w:InvalidSelectors",
            "UnexpectedSelectors",
            "The WS-Management service cannot process the request because the request contained invalid selectors for the"
                    + " resource. ",
            "Der WS-Verwaltungsdienst kann die Anforderung nicht verarbeiten, da sie ungültige Selektoren für die Ressource"
                    + " enthält. "),
    TIMED_OUT(
            2150858793L,
            "s:Receiver",
            "w:TimedOut",
            null,
            "The WS-Management service cannot complete the operation within the time specified in OperationTimeout.  ",
            "Der WS-Verwaltungsdienst kann den Vorgang nicht innerhalb der in \"OperationTimeout\" angegebenen Zeit"
                    + " abschließen.  "),
    INVALID_HEADER(
            2150858767L,
            "s:Sender",
            "a:InvalidMessageInformationHeader",
            null,
            "The WS-Management service cannot process the request. The request contains one or more invalid SOAP headers. ",
            "Der WS-Verwaltungsdienst kann die Anforderung nicht verarbeiten. Die Anforderung enthält mindestens einen"
                    + " ungültigen SOAP-Header. "),
    MISSING_HEADER(
            2150858769L,
            "s:Sender",
            "a:MessageInformationHeaderRequired",
            null,
            "The WS-Management service cannot process the request. The request does not have all the expected SOAP headers. ",
            "Der WS-Verwaltungsdienst kann die Anforderung nicht verarbeiten. Die Anforderung enthält nicht alle erwarteten"
                    + " SOAP-Header. "),
    MUST_UNDERSTAND(
            2150858768L,
            "s:MustUnderstand",
            null,
            null,
            "The WS-Management service cannot process a SOAP header in the request that is marked as mustUnderstand by the"
                    + " client. This could be caused by the use of a version of the protocol which is not supported, or may"
                    + " be an incompatibility between the client and server implementations. ",
            "Der WS-Verwaltungsdienst kann einen SOAP-Header der Anforderung nicht verarbeiten, der vom Client als"
                    + " \"mustUnderstand\" gekennzeichnet ist. "),
    INVALID_ACTION(
            2150858801L,
            "s:Sender",
            "w:ActionMismatch",
            null,
            "The WS-Management service cannot process the request because the WS-Addressing Action URI in the request is not"
                    + " compatible with the resource. ",
            "Der WS-Verwaltungsdienst kann die Anforderung nicht verarbeiten, da der WS-Adressierungsaktions-URI nicht mit"
                    + " der Ressource kompatibel ist. "),
    RESOURCE_URI(
            2150858811L,
            "s:Sender",
            "a:DestinationUnreachable",
            "InvalidResourceURI",
            "The WS-Management service cannot process the request. The resource URI is missing or it has an incorrect format."
                    + " Check the documentation or use the following command for information on how to construct a resource"
                    + " URI: \"winrm help uris\". ",
            "Der WS-Verwaltungsdienst kann die Anforderung nicht verarbeiten. Der Ressourcen-URI fehlt oder hat ein falsches"
                    + " Format. "),
    INSUFFICIENT_SELECTORS(
            2150858842L,
            "s:Sender",
            "w:InvalidSelectors",
            "InsufficientSelectors",
            "The WS-Management service cannot process the request because the request did not contain all required"
                    + " selectors. ",
            "Der WS-Verwaltungsdienst kann die Anforderung nicht verarbeiten, da sie nicht alle erforderlichen Selektoren"
                    + " enthält. "),
    SCHEMA(
            2150858817L,
            "s:Sender",
            "w:SchemaValidationError",
            null,
            "The SOAP XML in the message does not match the corresponding XML schema definition. Change the XML and retry. ",
            "Der SOAP-XML-Code der Nachricht stimmt nicht mit der zugehörigen XML-Schemadefinition überein. "),
    MAX_ENVELOPE(
            2150858823L,
            "s:Sender",
            "w:EncodingLimit",
            "MaxEnvelopeSize",
            "The maximum envelope size in the request is too large. Change the maximum envelope size and try the request"
                    + " again. ",
            "Die maximale Envelopegröße in der Anforderung ist zu groß. "),
    SMALL_ENVELOPE(
            2150858878L,
            "s:Sender",
            "w:EncodingLimit",
            "MinimumEnvelopeLimit",
            "The WS-Management service cannot process the request because the maximum envelope size in the request is too"
                    + " small. ",
            "Der WS-Verwaltungsdienst kann die Anforderung nicht verarbeiten, da die maximale Envelopegröße in der"
                    + " Anforderung zu klein ist. "),
    REQUEST_TOO_LARGE(
            2150858805L,
            "s:Sender",
            "w:EncodingLimit",
            "ServerEnvelopeLimit",
            "The WS-Management service cannot process the request because the encoding of the request exceeds an internal"
                    + " encoding limit. Reconfigure the client to send messages which fit the encoding limits of the"
                    + " service. ",
            "Der WS-Verwaltungsdienst kann die Anforderung nicht verarbeiten, da ihre Codierung einen internen Grenzwert"
                    + " überschreitet. "),
    OPTIONS(
            2150858833L,
            "s:Sender",
            "w:InvalidOptions",
            "NotSupported",
            "The WS-Management provider does not support the specified option set because mustComply for one of the options"
                    + " is set to true. Change mustComply for one of the options to false. ",
            "Der WS-Verwaltungsanbieter unterstützt den angegebenen Optionssatz nicht. "),
    ALREADY_EXISTS(
            2150858803L,
            "s:Sender",
            "w:AlreadyExists",
            null,
            "The WS-Management service cannot create the resource because it already exists. ",
            "Der WS-Verwaltungsdienst kann die Ressource nicht erstellen, da sie bereits vorhanden ist. "),
    INVALID_PARAMETER(
            87L,
            "s:Sender",
            "w:InvalidParameter",
            "InvalidValue",
            "The parameter is incorrect. ",
            "Falscher Parameter. "),
    NO_SUCH_FILE(
            2147942402L,
            "s:Receiver",
            "w:InternalError",
            null,
            "The system cannot find the file specified. ",
            "Das System kann die angegebene Datei nicht finden. "),
    MAX_SHELLS(
            2150859173L,
            "s:Sender",
            "w:QuotaLimit",
            null,
            "The WS-Management service cannot process the request. This user is allowed a maximum number of %s concurrent"
                    + " shells, which has been exceeded. Close existing shells or raise the quota for this user. ",
            "Der WS-Verwaltungsdienst kann die Anforderung nicht verarbeiten. Dieser Benutzer darf maximal %s Shells"
                    + " gleichzeitig öffnen. Dieser Wert wurde überschritten. "),
    SHELL_DISCONNECTED(
            2150859204L,
            "s:Sender",
            "w:InternalError",
            null,
            "The WS-Management service cannot process the request because the shell is disconnected. ",
            "Der WS-Verwaltungsdienst kann die Anforderung nicht verarbeiten, da die Shell getrennt ist. "),
    OTHER_CLIENT(
            2150859213L,
            "s:Sender",
            "w:InternalError",
            null,
            "The WS-Management service cannot process the request because another client is connected to the shell. ",
            "Der WS-Verwaltungsdienst kann die Anforderung nicht verarbeiten, da ein anderer Client mit der Shell verbunden"
                    + " ist. "),
    MAX_COMMANDS(
            2150859241L,
            "s:Receiver",
            "w:InternalError",
            null,
            "The WS-Management service cannot process the request. The maximum number of concurrent commands per shell has"
                    + " been exceeded. Retry the request later or raise the Maximum Commands per Shell quota. ",
            "Der WS-Verwaltungsdienst kann die Anforderung nicht verarbeiten. Die maximale Anzahl gleichzeitiger Befehle pro"
                    + " Shell wurde überschritten. "),
    MAX_OPERATIONS(
            2150859174L,
            "s:Sender",
            "w:QuotaLimit",
            null,
            "The WS-Management service cannot process the request. This user is allowed a maximum number of %s concurrent"
                    + " operations, which has been exceeded. Close existing operations for this user, or raise the quota for"
                    + " this user. ",
            "Der WS-Verwaltungsdienst kann die Anforderung nicht verarbeiten. Dieser Benutzer darf maximal %s Vorgänge"
                    + " gleichzeitig ausführen. Dieser Wert wurde überschritten. "),
    ABORTED(
            995L,
            "s:Receiver",
            "w:InternalError",
            null,
            "The I/O operation has been aborted because of either a thread exit or an application request. ",
            "Der E/A-Vorgang wurde wegen eines Threadendes oder einer Anwendungsanforderung abgebrochen. ");

    private final long code;
    private final String soapCode;
    private final @Nullable String subcode;
    private final @Nullable String detail;
    private final String english;
    private final String german;

    FaultKind(
            long code,
            String soapCode,
            @Nullable String subcode,
            @Nullable String detail,
            String english,
            String german) {
        this.code = code;
        this.soapCode = soapCode;
        this.subcode = subcode;
        this.detail = detail;
        this.english = english;
        this.german = german;
    }

    long code() {
        return code;
    }

    String soapCode() {
        return soapCode;
    }

    @Nullable
    String subcode() {
        return subcode;
    }

    @Nullable
    String detail() {
        return detail;
    }

    String text(String locale) {
        return locale.startsWith("de") ? german : english;
    }

    /** Returns the Action of the answer that carries it. */
    String action() {
        if (subcode == null) {
            return Ns.ADDRESSING + "/fault";
        }
        return subcode.startsWith("a:") ? Ns.ADDRESSING + "/fault" : "http://schemas.dmtf.org/wbem/wsman/1/wsman/fault";
    }
}
