package io.quorate.winrm.recipe;

import static io.quorate.winrm.recipe.Scenes.scene;
import static io.quorate.winrm.recipe.Scenes.state;

import io.quorate.doctor.command.ExamineEntrance;
import io.quorate.doctor.command.ExamineSession;
import io.quorate.doctor.command.ExamineUnseen;
import io.quorate.winrm.psrp.PsDateTime;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.psrp.PsType;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Scenes.Scene;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;

/** What the doctor asks. */
final class DoctorScenes {
    private static final String SYSTEM = "Get-CimInstance:Win32_OperatingSystem";

    private DoctorScenes() {}

    private static PsObject service(String name) {
        return Replies.selected("System.ServiceProcess.ServiceController")
                .with("Name", PsValue.string(name))
                .with("Status", Replies.word("System.ServiceProcess.ServiceControllerStatus", "Running", 4))
                .with("StartType", Replies.word("System.ServiceProcess.ServiceStartMode", "Automatic", 2));
    }

    private static PsObject system() {
        return PsObject.of("Microsoft.Management.Infrastructure.CimInstance#root/cimv2/Win32_OperatingSystem")
                .with("BuildNumber", PsValue.string("20348"))
                .with("Version", PsValue.string("10.0.20348"))
                .with("ProductType", Replies.uint32(3));
    }

    private static PsObject leaf(String name, String value) {
        return Replies.selected("Microsoft.WSMan.Management.WSManConfigLeafElement")
                .with("Name", PsValue.string(name))
                .with("Value", PsValue.string(value));
    }

    static List<Scene> all() {
        PsValue now = new PsPrimitive(
                PsType.DATE_TIME, new PsDateTime(LocalDateTime.of(1970, 1, 1, 1, 0), ZoneOffset.ofHours(1)));
        PsObject module = Replies.selected("System.Management.Automation.PSModuleInfo")
                .with("Name", PsValue.string("Storage"))
                .with("Version", PsValue.string("2.0.0.0"));
        PsObject language = Replies.selected("System.Management.Automation.SessionState")
                .with(
                        "LanguageMode",
                        Replies.word("System.Management.Automation.PSLanguageMode", "ConstrainedLanguage", 3));
        return List.of(
                scene(new ExamineEntrance("HV1"), state("nothing")),
                scene(
                        new ExamineSession("HV1"),
                        state("Get-Date", now)
                                .and("Get-Service", service("WinRM"), service("clussvc"))
                                .and("Get-ChildItem", leaf("Ops.Cluster", "LAB\\svc-ops"))
                                .and("Get-Variable", language)
                                .and("Get-ItemProperty")
                                .and(SYSTEM, system())
                                .and("Get-Module", module)
                                .and("Get-Cluster", Replies.cluster("CLUSTER1"))),
                scene(
                        new ExamineUnseen("HV1"),
                        state("Get-Cluster,ForEach-Object", PsValue.int32(1000))
                                .and("Get-ClusterNode")
                                .and("Get-ClusterGroup", Replies.group("G1", "HV1", 0, 0))
                                .and(SYSTEM, system())
                                .and("Get-CimInstance", system())
                                .and("Get-InitiatorPort", Replies.port("iqn.1991-05.com.microsoft:hv1"))));
    }
}
