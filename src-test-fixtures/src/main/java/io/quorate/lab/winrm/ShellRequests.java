package io.quorate.lab.winrm;

import io.quorate.lab.shell.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** Create, Get and Delete: shells that are PowerShell runspace pools, and WinRM's own configuration. */
final class ShellRequests {
    private final FaceContext face;
    private final ShellTable shells;
    private final PipelineHost pipelines;
    private final Runspaces runspaces;
    private final Supplier<List<SessionConfiguration>> configurations;

    /** @param configurations the session configurations now, besides {@link SessionConfiguration#DEFAULT} */
    ShellRequests(
            FaceContext face,
            ShellTable shells,
            PipelineHost pipelines,
            Runspaces runspaces,
            Supplier<List<SessionConfiguration>> configurations) {
        this.face = face;
        this.shells = shells;
        this.pipelines = pipelines;
        this.runspaces = runspaces;
        this.configurations = configurations;
    }

    Outcome create(Incoming in) throws WsmanFault {
        WsmanRequest request = in.request();
        SessionConfiguration configuration = configuration(request);
        XmlNode body = Fields.required(request.body(), "Shell");
        XmlNode creation = body.child(Ns.POWERSHELL, "creationXml");
        if (creation == null) {
            throw WsmanFault.of(FaultKind.SCHEMA);
        }
        String id = face.idOr(body.attribute(Ns.SHELL, "ShellId"));
        XmlNode idle = body.child(Ns.SHELL, "IdleTimeOut");
        Duration idleTimeout = idle == null ? face.settings().idleTimeout() : Fields.duration(idle.text());
        byte[] fragments = Fields.base64(creation.text());
        String owner = shells.owner(in.user());
        String account = configuration.runAs() == null ? owner : configuration.runAs();
        boolean travels = configuration.delegatable()
                || configuration.runAs() == null && in.visitor().delegates();
        if (!configuration.admits().test(owner)) {
            throw WsmanFault.of(SessionConfiguration.ACCESS_DENIED);
        }
        if (configuration.refusal() != 0) {
            throw WsmanFault.of(configuration.refusal());
        }
        Instant now = face.time().now();
        Shell shell = shells.add(
                id,
                in.user(),
                processId -> new Shell(
                        id,
                        configuration,
                        owner,
                        in.exchange().clientAddress(),
                        processId,
                        idleTimeout,
                        Fields.text(body, "InputStreams", "stdin pr"),
                        Fields.text(body, "OutputStreams", "stdout"),
                        body.attribute(Ns.SHELL, "Name"),
                        request.sessionId(),
                        pool(new Caller(face.host(), account, travels, processId), configuration),
                        now));
        PsrpServer pool = shell.pool();
        pool.apply(pool.decode(fragments), null);
        String resource = Envelope.text(Ns.POWERSHELL + "/" + configuration.name());
        StringBuilder out = new StringBuilder("<x:ResourceCreated><a:Address>").append(Envelope.text(request.to()));
        out.append("</a:Address><a:ReferenceParameters><w:ResourceURI>").append(resource);
        out.append("</w:ResourceURI><w:SelectorSet><w:Selector Name=\"ShellId\">")
                .append(Envelope.text(id));
        out.append("</w:Selector></w:SelectorSet></a:ReferenceParameters></x:ResourceCreated>");
        if (face.os() != OsVersion.WS2008R2) {
            out.append(shell.xml(now, face.settings().locale(), false));
        }
        return face.answer(request, out.toString());
    }

    private PsrpServer pool(Caller caller, SessionConfiguration configuration) {
        return new PsrpServer(pipelines, face.os(), face.protocol(), () -> runspaces.open(caller, configuration));
    }

    private SessionConfiguration configuration(WsmanRequest request) throws WsmanFault {
        String resource = request.resourceUri();
        SessionConfiguration found = null;
        if (resource != null && resource.startsWith(Ns.POWERSHELL + "/")) {
            String name = resource.substring(Ns.POWERSHELL.length() + 1);
            found = name.equalsIgnoreCase(SessionConfiguration.DEFAULT.name())
                    ? SessionConfiguration.DEFAULT
                    : configurations.get().stream()
                            .filter(one -> one.name().equalsIgnoreCase(name))
                            .findFirst()
                            .orElse(null);
        }
        if (found == null) {
            throw WsmanFault.of(
                    FaultKind.RESOURCE_URI,
                    "The WS-Management service cannot process the request. The resource URI (" + resource
                            + ") was not found in the WS-Management catalog. The catalog contains the metadata that describes"
                            + " resources, or logical endpoints. ",
                    "Der WS-Verwaltungsdienst kann die Anforderung nicht verarbeiten. Der Ressourcen-URI (" + resource
                            + ") wurde im WS-Verwaltungskatalog nicht gefunden. ");
        }
        return found;
    }

    Outcome get(Incoming in) throws WsmanFault {
        WsmanRequest request = in.request();
        String resource = request.resourceUri();
        if (resource != null && resource.equals(Ns.CONFIG)) {
            return face.answer(request, config());
        }
        if (resource == null || !resource.equals(Ns.SHELL)) {
            throw WsmanFault.of(FaultKind.RESOURCE_URI);
        }
        Shell shell = shells.find(request, in.user())
                .orElseThrow(() -> WsmanFault.of(FaultKind.SHELL_NOT_FOUND).from("Shell provider"));
        Instant now = face.time().now();
        String xml = shells.locked(() -> {
            shell.disconnected(now, face.settings().receiveGap());
            return shell.xml(now, face.settings().locale(), true);
        });
        return face.answer(request, xml);
    }

    /** Lists the shells of the host, everybody's, as recorded; a list of commands, or a filter, is not simulated. */
    Outcome enumerate(Incoming in, WinrsShells others) throws WsmanFault {
        WsmanRequest request = in.request();
        XmlNode body = request.body();
        if (!Ns.SHELL.equals(request.resourceUri())
                || body == null
                || body.child(Ns.WSMAN, "Filter") != null
                || body.child(Ns.WSMAN, "OptimizeEnumeration") == null) {
            face.traffic().notSimulated("Enumerate of " + request.resourceUri());
            throw WsmanFault.of(FaultKind.INVALID_ACTION);
        }
        Instant now = face.time().now();
        StringBuilder out = new StringBuilder("<n:EnumerateResponse xmlns:n=\"")
                .append(Ns.ENUMERATION)
                .append("\"><n:EnumerationContext></n:EnumerationContext><w:Items>");
        for (Shell shell : shells.all()) {
            out.append(shells.locked(() -> {
                shell.disconnected(now, face.settings().receiveGap());
                return shell.xml(now, face.settings().locale(), true);
            }));
        }
        others.xml().forEach(out::append);
        return face.answer(
                request,
                out.append("</w:Items><w:EndOfSequence/></n:EnumerateResponse>").toString());
    }

    private String config() {
        return "<cfg:Config xmlns:cfg=\"" + Ns.CONFIG + "\"><cfg:MaxEnvelopeSizekb>"
                + face.os().envelopeKb()
                + "</cfg:MaxEnvelopeSizekb><cfg:MaxTimeoutms>60000</cfg:MaxTimeoutms><cfg:MaxBatchItems>32000"
                + "</cfg:MaxBatchItems><cfg:Winrs><cfg:AllowRemoteShellAccess>true</cfg:AllowRemoteShellAccess>"
                + "<cfg:IdleTimeout>" + face.settings().idleTimeout().toMillis()
                + "</cfg:IdleTimeout><cfg:MaxShellsPerUser>"
                + WinrsShells.MOST_A_USER + "</cfg:MaxShellsPerUser></cfg:Winrs></cfg:Config>";
    }

    /** Disconnect ([MS-WSMV] 3.1.4.15): nobody but its client listens any more; what runs goes on. */
    Outcome disconnect(Incoming in) throws WsmanFault {
        Shell shell = shells.get(in.request(), in.user());
        shells.locked(() -> {
            shell.disconnect();
            return null;
        });
        face.time().nudge();
        return face.answer(in.request(), "");
    }

    /** Reconnect ([MS-WSMV] 3.1.4.16), of a shell or a command in it: by the client that made it; one that is connected stays so. */
    Outcome reconnect(Incoming in) throws WsmanFault {
        WsmanRequest request = in.request();
        Shell shell = shells.get(request, in.user());
        if (!shell.isOf(request.sessionId())) {
            throw WsmanFault.of(FaultKind.OTHER_CLIENT);
        }
        XmlNode body = request.body();
        String commandId = body == null ? null : body.attribute(Ns.SHELL, "CommandId");
        Instant now = face.time().now();
        if (commandId == null) {
            shells.locked(() -> {
                shell.reconnect(now);
                return null;
            });
        } else {
            shells.connected(request, in.user());
            shells.command(shell, commandId);
        }
        return face.answer(request, "");
    }

    Outcome delete(Incoming in) throws WsmanFault {
        shells.remove(shells.get(in.request(), in.user()));
        return face.answer(in.request(), "");
    }
}
