package io.quorate.lab.ddl;

/** A statement, parsed. None prints a password. */
public sealed interface Statement
        permits AuthorizationStatement,
                BackupStatement,
                CertificateStatement,
                DatabaseStatement,
                EndpointStatement,
                Execute,
                GroupStatement,
                LoginStatement,
                PermissionStatement,
                ServerStatement {}
