"""What makes the audit append-only: triggers of the database itself, on both engines."""

TABLE = "accounts_auditentry"
REFUSAL = "The audit is append-only."

SQLITE_LOCK = [
    f"""CREATE TRIGGER {TABLE}_no_{verb.lower()} BEFORE {verb} ON {TABLE}
    BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"""
    for verb in ("UPDATE", "DELETE")
]
SQLITE_UNLOCK = [
    f"DROP TRIGGER IF EXISTS {TABLE}_no_{verb}" for verb in ("update", "delete")
]
POSTGRESQL_LOCK = [
    f"""CREATE OR REPLACE FUNCTION {TABLE}_refuse() RETURNS trigger AS $$
    BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'restrict_violation'; END
    $$ LANGUAGE plpgsql""",
    f"""CREATE TRIGGER {TABLE}_no_change BEFORE UPDATE OR DELETE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION {TABLE}_refuse()""",
    f"""CREATE TRIGGER {TABLE}_no_truncate BEFORE TRUNCATE ON {TABLE}
    FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_refuse()""",
]
POSTGRESQL_UNLOCK = [
    f"DROP TRIGGER IF EXISTS {TABLE}_no_change ON {TABLE}",
    f"DROP TRIGGER IF EXISTS {TABLE}_no_truncate ON {TABLE}",
]


def lock_sql(vendor: str) -> list[str]:
    """Give the statements after which nobody can rewrite what was done."""
    return SQLITE_LOCK if vendor == "sqlite" else POSTGRESQL_LOCK


def unlock_sql(vendor: str) -> list[str]:
    """Give the statements that only a migration back and the tests may use."""
    return SQLITE_UNLOCK if vendor == "sqlite" else POSTGRESQL_UNLOCK
