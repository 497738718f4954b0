package io.quorate.lab.model;

import io.quorate.lab.model.Fidelity.Claim;
import java.util.List;

/** What the lab claims about sessions, what restricts them, and what they let their client do. */
final class SessionClaims {
    private static final String LEARN = "Microsoft Learn: ";
    private static final String RECORDED =
            "recorded restricted sessions of PowerShell 7.0.13 (vectors psrp); Windows PowerShell 5.1 unchecked";

    static final List<Claim> LIST = List.of(
            new Claim(
                    "session.language",
                    Evidence.A,
                    "NoLanguage takes no variables by common parameters and runs structured commands",
                    "vectors psrp, restricted-nolanguage (PowerShell 7.0.13)"),
            new Claim(
                    "session.language.constrained",
                    Evidence.D,
                    "ConstrainedLanguage calls methods, set_X among them, of core types alone",
                    "reference of the project, structured commands (PowerShell 7.0.13); the exception behind the error id: assumption"),
            new Claim(
                    "session.language.told",
                    Evidence.E,
                    "$ExecutionContext.SessionState.LanguageMode is read by Get-Variable and Select-Object in every language mode",
                    "the property: Microsoft Learn, about_Language_Modes; that structured commands read it so: assumption"),
            new Claim(
                    "session.policy",
                    Evidence.D,
                    "where the execution policy is Restricted, modules made of scripts or of definitions (CDXML) do not load",
                    LEARN
                            + "about_Execution_Policies; reference of the project, structured commands; the error id is the one of a module that"
                            + " cannot be loaded: assumption"),
            new Claim(
                    "session.policy.keys",
                    Evidence.C,
                    "the execution policy of the machine and of group policy stand in the registry",
                    LEARN + "about_Execution_Policies, about_Group_Policy_Settings"),
            new Claim(
                    "session.modules",
                    Evidence.E,
                    "every module of the catalogue is there unless it was taken away, all of version 2.0.0.0; a missing one is"
                            + " CouldNotAutoLoadModule",
                    "assumption"),
            new Claim(
                    "session.wsman",
                    Evidence.E,
                    "Get-ChildItem of the WSMan: drive lists plug-ins, quotas and ways to log in with Name and Value, and refuses accounts that"
                            + " are no administrators with 0x80070005",
                    LEARN + "about_WSMan_Provider; that -LiteralPath works so and the error's shape: assumption"),
            new Claim(
                    "session.user",
                    Evidence.E,
                    "a local user of Remote Management Users opens sessions; cluster and Hyper-V cmdlets refuse it with 5",
                    LEARN + "about_Session_Configurations; that all of them do so: assumption"),
            new Claim(
                    "session.credssp.status",
                    Evidence.E,
                    "CredSSP tells a locked, disabled or expired account by its NTSTATUS, a wrong password by 0xC000006D",
                    "[MS-CSSP] 2.2.1 (errorCode is an NTSTATUS); that it is this one: assumption"),
            new Claim(
                    "session.date",
                    Evidence.C,
                    "Get-Date gives the host's own clock with its distance from UTC, which is zero in the lab",
                    LEARN + "Get-Date"),
            new Claim(
                    "session.nolanguage",
                    Evidence.A,
                    "a NoLanguage session runs structured commands, setters included; script text is ScriptsNotAllowed, a variable named by"
                            + " a common parameter VariableReferenceNotSupportedInDataSection",
                    RECORDED),
            new Claim(
                    "session.constrained",
                    Evidence.D,
                    "a ConstrainedLanguage session calls no method of a type that is not the core's, setters included:"
                            + " MethodInvocationNotSupportedInConstrainedLanguage",
                    "reference of the project, structured commands; " + Fidelity.POWERSHELL),
            new Claim(
                    "session.constrained.core",
                    Evidence.E,
                    "no object of the estate's cmdlets is of a core type",
                    "assumption"),
            new Claim(
                    "session.jea",
                    Evidence.A,
                    "a restricted session shows its role's commands and a few functions; a hidden one is CommandNotFoundException, a parameter"
                            + " that is not left NamedParameterNotFound under the command's own name",
                    RECORDED),
            new Claim(
                    "session.jea.select",
                    Evidence.B,
                    "its Select-Object takes InputObject, and eleven names for Property",
                    Fidelity.POWERSHELL + ", CommandMetadata"),
            new Claim(
                    "session.jea.parameters",
                    Evidence.B,
                    "a command that a role leaves with some parameters is a function of no module, found by exactly the name that the role"
                            + " gives it; a value that is not in its set is ParameterArgumentValidationError",
                    Fidelity.POWERSHELL + ", InitialSessionState.ProcessCommandModifications (PowerShell 7)"),
            new Claim(
                    "session.jea.functions",
                    Evidence.E,
                    "a command that a module defines as a function is shown only among VisibleFunctions, with the module among ModulesToImport",
                    "assumption"),
            new Claim(
                    "session.command",
                    Evidence.E,
                    "Get-Command tells of a command's kind, module and parameters, of a restricted session's as they are left",
                    "assumption"));

    private SessionClaims() {}
}
