package io.quorate.lab.session;

import io.quorate.lab.catalogue.Conversion;
import io.quorate.lab.catalogue.NetValue;
import io.quorate.lab.shell.CmdletRule;
import io.quorate.lab.shell.Invocation;
import io.quorate.lab.shell.LabError;
import io.quorate.lab.shell.LiveObject;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.psrp.PsType;
import io.quorate.winrm.psrp.PsValue;
import java.math.BigDecimal;
import java.util.List;

/** New-Object for the one class that the live-object recordings use most: System.UriBuilder. */
final class NewObjectRule implements CmdletRule {
    private final LanguageMode language;

    NewObjectRule(LanguageMode language) {
        this.language = language;
    }

    @Override
    public String cmdlet() {
        return "Microsoft.PowerShell.Utility\\New-Object";
    }

    @Override
    public void run(Invocation call) {
        if (!"System.UriBuilder".equalsIgnoreCase(call.args().text("TypeName"))
                || call.args().has("ArgumentList")
                || call.args().has("Property")) {
            throw new UnsupportedOperationException("New-Object " + call.args().text("TypeName"));
        }
        if (language == LanguageMode.CONSTRAINED) {
            throw new LabError(
                    "CannotCreateTypeConstrainedLanguage",
                    "PermissionDenied",
                    null,
                    List.of(new LabError.NetException(
                            "System.Management.Automation.PSNotSupportedException",
                            "Cannot create type. Only core types are supported in this language mode.",
                            0x80131515,
                            null)));
        }
        UriBuilder builder = new UriBuilder();
        call.write(builder.live());
    }

    private static final class UriBuilder {
        private LiveObject live;

        LiveObject live() {
            live = new LiveObject(List.of("System.UriBuilder", "System.Object"), this, "http://localhost/");
            text("Fragment", "");
            text("Host", "localhost");
            text("Password", "");
            text("Path", "/");
            live.property("Port", PsValue.int32(-1), this::port);
            text("Query", "");
            text("Scheme", "http");
            live.property("Uri", new PsPrimitive(PsType.URI, "http://localhost/"));
            text("UserName", "");
            return live;
        }

        private void text(String name, String value) {
            live.property(
                    name, PsValue.string(value), v -> live.properties().put(name, PsValue.string(NetValue.text(v))));
        }

        private void port(Object value) {
            BigDecimal number = Conversion.decimal(value);
            if (number == null || number.intValue() < -1 || number.intValue() > 65535) {
                throw new LabError(
                        "ArgumentOutOfRange",
                        "NotSpecified",
                        null,
                        List.of(new LabError.NetException(
                                "System.ArgumentOutOfRangeException",
                                "Specified argument was out of the range.",
                                0x80131502,
                                null)));
            }
            live.properties().put("Port", PsValue.int32(number.intValue()));
            live.properties().put("Uri", new PsPrimitive(PsType.URI, "http://localhost:" + number + "/"));
        }
    }
}
