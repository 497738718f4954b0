package io.quorate.lab.winrm;

import io.quorate.lab.http.HttpAnswer;
import io.quorate.winrm.psrp.PsrpMessage;
import java.util.ArrayList;
import java.util.List;

/** Command, Send and Signal: pipelines are started, fed, stopped and terminated. */
final class CommandRequests {
    private final FaceContext face;
    private final ShellTable shells;

    CommandRequests(FaceContext face, ShellTable shells) {
        this.face = face;
        this.shells = shells;
    }

    Prepared command(Incoming in) throws WsmanFault {
        WsmanRequest request = in.request();
        Shell shell = shells.connected(request, in.user());
        XmlNode line = Fields.required(request.body(), "CommandLine");
        String id = face.idOr(line.attribute(Ns.SHELL, "CommandId"));
        StringBuilder arguments = new StringBuilder();
        line.children(Ns.SHELL, "Arguments").forEach(a -> arguments.append(a.text()));
        List<PsrpMessage> messages = shell.pool().decode(Fields.base64(arguments.toString()));
        return new Prepared(PsrpServer.commandsIn(messages), () -> {
            ServerPipeline pipeline = shell.pool().newPipeline();
            shells.add(shell, id, pipeline);
            shell.pool().apply(messages, pipeline);
            HttpAnswer answer = face.answer(
                            request,
                            "<rsp:CommandResponse><rsp:CommandId>" + Envelope.text(id)
                                    + "</rsp:CommandId></rsp:CommandResponse>")
                    .answer();
            return new Outcome(answer, pipeline);
        });
    }

    Prepared send(Incoming in) throws WsmanFault {
        WsmanRequest request = in.request();
        Shell shell = shells.connected(request, in.user());
        XmlNode send = Fields.required(request.body(), "Send");
        List<String> names = new ArrayList<>();
        List<Prepared.Action> steps = new ArrayList<>();
        for (XmlNode stream : send.children(Ns.SHELL, "Stream")) {
            String commandId = stream.attribute(Ns.SHELL, "CommandId");
            ServerPipeline pipeline =
                    commandId == null ? null : shells.command(shell, commandId).pipeline();
            List<PsrpMessage> messages = shell.pool().decode(Fields.base64(stream.text()));
            names.addAll(PsrpServer.commandsIn(messages));
            steps.add(() -> {
                shell.pool().apply(messages, pipeline);
                return new Outcome(HttpAnswer.reset(), pipeline);
            });
        }
        return new Prepared(names, () -> {
            ServerPipeline fed = null;
            for (Prepared.Action step : steps) {
                fed = step.run().started();
            }
            return new Outcome(face.answer(request, "<rsp:SendResponse/>").answer(), fed);
        });
    }

    Outcome signal(Incoming in) throws WsmanFault {
        WsmanRequest request = in.request();
        Shell shell = shells.get(request, in.user());
        XmlNode signal = Fields.required(request.body(), "Signal");
        XmlNode code = signal.child(Ns.SHELL, "Code");
        String commandId = signal.attribute(Ns.SHELL, "CommandId");
        if (code == null) {
            throw WsmanFault.of(FaultKind.SCHEMA);
        }
        if (commandId == null) {
            throw WsmanFault.of(FaultKind.INVALID_PARAMETER);
        }
        Shell.Command command = shells.command(shell, commandId);
        if (code.text().equals(Ns.SIGNAL_STOP)) {
            command.pipeline().stop();
        } else {
            shells.forget(shell, commandId);
            command.pipeline().terminate();
        }
        return face.answer(request, "<rsp:SignalResponse/>");
    }
}
