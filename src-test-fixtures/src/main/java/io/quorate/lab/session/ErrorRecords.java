package io.quorate.lab.session;

import io.quorate.lab.catalogue.CmdletInfo;
import io.quorate.lab.catalogue.NetValue;
import io.quorate.lab.shell.LabError;
import io.quorate.winrm.psrp.ErrorRecordCodec;
import io.quorate.winrm.psrp.PsDictionary;
import io.quorate.winrm.psrp.PsItems;
import io.quorate.winrm.psrp.PsNil;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns a {@link LabError} into the ErrorRecord that crosses the wire, with the members recorded in vectors/psrp ([MS-PSRP] 2.2.3.15). */
final class ErrorRecords {
    private ErrorRecords() {}

    /** @param cmdlet whose error it is; null if no command was found */
    static PsObject of(LabError error, @Nullable CmdletInfo cmdlet) {
        LabError.NetException outer = error.exceptions().get(0);
        String reason = outer.type().substring(outer.type().lastIndexOf('.') + 1);
        String activity = cmdlet == null ? "" : cmdlet.name();
        Object target = NetValue.base(error.targetObject());
        String targetName = target == null ? "" : NetValue.text(target);
        String targetType = target == null ? "" : shortName(NetValue.typeName(target));
        String id = cmdlet == null ? error.errorId() : error.errorId() + ',' + cmdlet.implementation();
        String message = outer.message();
        return PsObject.of("System.Management.Automation.ErrorRecord", "System.Object")
                .text(message)
                .with("Exception", exception(error.exceptions(), 0))
                .with("TargetObject", Serialiser.nested(target))
                .with("FullyQualifiedErrorId", PsValue.string(id))
                .with("InvocationInfo", invocation(activity))
                .with("ErrorCategory_Category", PsValue.int32(ErrorRecordCodec.category(error.category())))
                .with("ErrorCategory_Activity", PsValue.string(activity))
                .with("ErrorCategory_Reason", PsValue.string(reason))
                .with("ErrorCategory_TargetName", PsValue.string(targetName))
                .with("ErrorCategory_TargetType", PsValue.string(targetType))
                .with(
                        "ErrorCategory_Message",
                        PsValue.string(error.category() + ": (" + targetName + ':' + targetType + ") [" + activity
                                + "], " + reason))
                .with("SerializeExtendedInfo", PsValue.bool(false))
                .with("ErrorDetails_ScriptStackTrace", PsValue.string(""))
                .with("PSMessageDetails", PsNil.NIL);
    }

    private static PsValue exception(List<LabError.NetException> chain, int at) {
        if (at >= chain.size()) {
            return PsNil.NIL;
        }
        LabError.NetException exception = chain.get(at);
        List<String> types = new ArrayList<>(List.of(exception.type()));
        if (exception.type().startsWith("System.Management.Automation.")) {
            types.add("System.Management.Automation.RuntimeException");
        }
        types.addAll(List.of("System.SystemException", "System.Exception", "System.Object"));
        PsObject object = PsObject.of(types.stream().distinct().toArray(String[]::new))
                .text(exception.type() + ": " + exception.message());
        if (exception.nativeErrorCode() != null) {
            object.withAdapted("NativeErrorCode", PsValue.int32(exception.nativeErrorCode()))
                    .withAdapted("ErrorCode", PsValue.int32(exception.hresult()));
        }
        return object.withAdapted("TargetSite", PsNil.NIL)
                .withAdapted("StackTrace", PsNil.NIL)
                .withAdapted("Message", PsValue.string(exception.message()))
                .withAdapted(
                        "Data",
                        PsObject.of("System.Collections.ListDictionaryInternal", "System.Object")
                                .content(new PsDictionary(List.of())))
                .withAdapted("InnerException", exception(chain, at + 1))
                .withAdapted("HelpLink", PsNil.NIL)
                .withAdapted("Source", PsNil.NIL)
                .withAdapted("HResult", PsValue.int32(exception.hresult()));
    }

    private static PsObject invocation(String activity) {
        return PsObject.of("System.Management.Automation.InvocationInfo", "System.Object")
                .text("System.Management.Automation.InvocationInfo")
                .withAdapted("MyCommand", activity.isEmpty() ? PsNil.NIL : PsValue.string(activity))
                .withAdapted(
                        "BoundParameters",
                        PsObject.of(
                                        "System.Collections.Generic.Dictionary`2[[System.String],[System.Object]]",
                                        "System.Object")
                                .content(new PsDictionary(List.of())))
                .withAdapted(
                        "UnboundArguments",
                        PsObject.of("System.Collections.Generic.List`1[[System.Object]]", "System.Object")
                                .content(new PsItems(PsItems.Kind.LIST, List.of())))
                .withAdapted("ScriptLineNumber", PsValue.int32(0))
                .withAdapted("OffsetInLine", PsValue.int32(0))
                .withAdapted("HistoryId", PsValue.int64(-1))
                .withAdapted("ScriptName", PsValue.string(""))
                .withAdapted("Line", PsValue.string(""))
                .withAdapted("PositionMessage", PsValue.string(""))
                .withAdapted("PSScriptRoot", PsValue.string(""))
                .withAdapted("PSCommandPath", PsNil.NIL)
                .withAdapted("InvocationName", PsValue.string(activity))
                .withAdapted("PipelineLength", PsValue.int32(0))
                .withAdapted("PipelinePosition", PsValue.int32(0))
                .withAdapted("ExpectingInput", PsValue.bool(false))
                .withAdapted("CommandOrigin", PsValue.string("Runspace"))
                .withAdapted("DisplayScriptPosition", PsNil.NIL);
    }

    private static String shortName(String type) {
        return type.substring(type.lastIndexOf('.') + 1);
    }
}
