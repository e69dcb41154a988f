module.exports = {
  apps: [
    { name: "web", script: "main.py" },
    { name: "worker", script: "gone.py", interpreter: "python3" },
    { name: "front", script: "server.js", args: "lost.py" },
  ],
};
