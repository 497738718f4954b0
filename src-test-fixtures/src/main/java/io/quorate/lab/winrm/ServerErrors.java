package io.quorate.lab.winrm;

import io.quorate.winrm.psrp.PsDictionary;
import io.quorate.winrm.psrp.PsNil;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsValue;
import java.util.List;

/** The error records that the session itself makes, shaped as recorded from a real engine (vectors restricted-nolanguage, control). */
final class ServerErrors {
    private static final int COR_E_EXCEPTION = -2146233087;

    private ServerErrors() {}

    /** Script text in a session without a language. */
    static PsValue scriptsNotAllowed(String locale) {
        String message = locale.startsWith("de")
                ? "Die Syntax wird von diesem Runspace nicht unterstützt. Dies kann der Fall sein, wenn sich der Runspace im"
                        + " NoLanguage-Modus befindet."
                : "The syntax is not supported by this runspace. This can occur if the runspace is in no-language mode.";
        return record("ScriptsNotAllowed", 17, "ParserError", "ParseException", message);
    }

    /** The client stopped the pipeline. */
    static PsValue stopped(String locale) {
        String message = locale.startsWith("de") ? "Die Pipeline wurde beendet." : "The pipeline has been stopped.";
        return record("PipelineStopped", 14, "OperationStopped", "PipelineStoppedException", message);
    }

    /** Something the lab does not simulate, or its own failure. */
    static PsValue lab(String errorId, String message) {
        return record(errorId, 2, "NotImplemented", "RuntimeException", message);
    }

    private static PsValue record(String errorId, int category, String categoryName, String type, String message) {
        PsObject exception = PsObject.of(
                        "System.Management.Automation." + type,
                        "System.Management.Automation.RuntimeException",
                        "System.SystemException",
                        "System.Exception",
                        "System.Object")
                .text("System.Management.Automation." + type + ": " + message)
                .withAdapted("ErrorRecord", PsValue.string(message))
                .withAdapted("WasThrownFromThrowStatement", PsValue.bool(false))
                .withAdapted("Message", PsValue.string(message))
                .withAdapted(
                        "Data",
                        PsObject.of("System.Collections.ListDictionaryInternal", "System.Object")
                                .content(new PsDictionary(List.of())))
                .withAdapted("InnerException", PsNil.NIL)
                .withAdapted("TargetSite", PsNil.NIL)
                .withAdapted("StackTrace", PsNil.NIL)
                .withAdapted("HelpLink", PsNil.NIL)
                .withAdapted("Source", PsValue.string("System.Management.Automation"))
                .withAdapted("HResult", PsValue.int32(COR_E_EXCEPTION));
        return PsObject.of("System.Management.Automation.ErrorRecord", "System.Object")
                .text(message)
                .with("Exception", exception)
                .with("TargetObject", PsNil.NIL)
                .with("FullyQualifiedErrorId", PsValue.string(errorId))
                .with("InvocationInfo", PsNil.NIL)
                .with("ErrorCategory_Category", PsValue.int32(category))
                .with("ErrorCategory_Activity", PsValue.string(""))
                .with("ErrorCategory_Reason", PsValue.string(type))
                .with("ErrorCategory_TargetName", PsValue.string(""))
                .with("ErrorCategory_TargetType", PsValue.string(""))
                .with("ErrorCategory_Message", PsValue.string(categoryName + ": (:) [], " + type))
                .with("SerializeExtendedInfo", PsValue.bool(false));
    }
}
