package io.quorate.lab.model;

import io.quorate.lab.model.Fidelity.Claim;
import java.util.List;

/** What the lab claims about sessions that do not let their client do everything. */
final class SessionClaims {
    private static final String RECORDED =
            "recorded restricted sessions of PowerShell 7.0.13 (vectors psrp); Windows PowerShell 5.1 unchecked";

    static final List<Claim> LIST = List.of(
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
