export default {
  use: { command: "python lost.py" },
  webServer: { command: "python gone.py", cwd: ".." },
};
